import { StorageManagementClient } from '@azure/arm-storage';
import { ResourceManagementClient } from '@azure/arm-resources';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { startSandbox } from '/work/main/electron/sandbox/server.ts';
import { mkdtempSync } from 'node:fs';
const t0=performance.now();
const folder = mkdtempSync('/tmp/try-');
const sandbox = await startSandbox({ folder, timeFactor: 1000 });
console.log('start', performance.now()-t0, sandbox.address, sandbox.blobAddress);
const client = createDefaultHttpClient();
const httpClient = { async sendRequest(r:any){const a=r.url; r.url=a.replace('https://management.azure.com', sandbox.address); r.allowInsecureConnection=true; try{return await client.sendRequest(r)}finally{r.url=a}}};
const cred = { getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }) };
const opt = { httpClient, retryOptions:{maxRetries:0} };
const rm = new ResourceManagementClient(cred, sandbox.subscription, opt);
const st = new StorageManagementClient(cred, sandbox.subscription, opt);
await rm.resourceGroups.createOrUpdate('loans', {location:'westeurope'});
console.log(await st.storageAccounts.checkNameAvailability({name:'loans1', type:'Microsoft.Storage/storageAccounts'}));
const acc = await st.storageAccounts.create('loans','loans1',{location:'westeurope',kind:'StorageV2',sku:{name:'Standard_LRS'}},{updateIntervalInMs:5});
console.log(acc);
const keys = (await st.storageAccounts.listKeys('loans','loans1')).keys!;
console.log(keys);
const svc = new BlobServiceClient(`${sandbox.blobAddress}/loans1`, new StorageSharedKeyCredential('loans1', keys[0].value!));
const c = svc.getContainerClient('data');
await c.create();
for (const n of [1,100,300,1000]) { const t=performance.now(); for(let i=0;i<n;i++) await c.getBlockBlobClient(`b/${n}/${i}`).upload('hello',5); console.log(n,'writes', (performance.now()-t)/n,'ms each'); }
{const t=performance.now(); await Promise.all(Array.from({length:100},(_,i)=>c.getBlockBlobClient(`p/${i}`).upload('hello',5))); console.log('100 at once',(performance.now()-t)/100,'ms each');}
{const t=performance.now(); for(let i=0;i<100;i++) await c.getBlockBlobClient(`b/1/0`).download(); console.log('read',(performance.now()-t)/100,'ms each');}
console.log((await c.getBlockBlobClient('b/1/0').downloadToBuffer()).toString());
await sandbox.close();
console.log('closed', performance.now()-t0);
