// Signs in as the environment says, with Microsoft's own client, and prints a blob: once by the token, once by a
// signature that was made with a user delegation key.
import process from 'node:process';
import { EnvironmentCredential } from '@azure/identity';
import {
  BlobSASPermissions,
  BlobServiceClient,
  BlockBlobClient,
  generateBlobSASQueryParameters,
} from '@azure/storage-blob';

const [address, account] = process.argv.slice(2);
const credential = new EnvironmentCredential({ disableInstanceDiscovery: true });
const service = new BlobServiceClient(address, credential);
const blob = service.getContainerClient('data').getBlockBlobClient('loan.csv');
const expiresOn = new Date(Date.now() + 3_600_000);
const key = await service.getUserDelegationKey(new Date(), expiresOn);
const query = generateBlobSASQueryParameters(
  { containerName: 'data', blobName: 'loan.csv', permissions: BlobSASPermissions.parse('r'), expiresOn },
  key,
  account,
);
const signed = new BlockBlobClient(`${blob.url}?${query.toString()}`);
const texts = [await blob.downloadToBuffer(), await signed.downloadToBuffer()].map((bytes) =>
  bytes.toString(),
);
process.stdout.write(JSON.stringify({ texts, user: key.signedObjectId }));
