import type { HttpClient } from '@azure/core-rest-pipeline';
import type { AzureAccount, DeviceCode, SignedIn, SignInMethod } from '../azure/account.ts';
import { connectAzure, type Connection } from '../azure/connection.ts';
import { noSubscription, notSignedIn } from '../azure/errors.ts';
import type { Subscription, Tenant } from '../azure/subscriptions.ts';
import type { ChosenSubscription, HostState } from './host-state.ts';

/** What a learner's account is made of. */
export interface LearnerAccountOptions {
  readonly account: AzureAccount;
  readonly state: HostState;
  /** How calls travel; without it as Microsoft's clients send them. */
  readonly httpClient?: HttpClient | undefined;
  /** Shows the calls of a connection to the learner. */
  readonly watch: (connection: Connection) => Connection;
}

/** The learner at Azure: who they are, and the subscription that they work in. */
export class LearnerAccount {
  private readonly account: AzureAccount;
  private readonly state: HostState;
  private readonly httpClient: HttpClient | undefined;
  private readonly watch: (connection: Connection) => Connection;
  /** The connection to the chosen subscription. */
  private current: { readonly to: string; readonly connection: Connection } | undefined;

  constructor({ account, state, httpClient, watch }: LearnerAccountOptions) {
    this.account = account;
    this.state = state;
    this.httpClient = httpClient;
    this.watch = watch;
  }

  /** Who is signed in; nobody where the tokens were not kept. */
  async findSignedIn(): Promise<SignedIn | undefined> {
    const { account } = this.state;
    return account && (await this.account.knows(account)) ? account : undefined;
  }

  get subscription(): ChosenSubscription | undefined {
    return this.state.subscription;
  }

  get isKept(): boolean {
    return this.account.isKept;
  }

  /** Signs in. Errors: those of `AzureAccount.signIn`. */
  async signIn(options: {
    readonly method: SignInMethod;
    readonly tenant: string | undefined;
    readonly signal: AbortSignal | undefined;
    readonly onDeviceCode: (code: DeviceCode) => void;
  }): Promise<SignedIn> {
    const signedIn = await this.account.signIn(options);
    this.current = undefined;
    this.state.account = signedIn;
    return signedIn;
  }

  async signOut(): Promise<void> {
    await this.account.signOut();
    this.current = undefined;
    this.state.account = undefined;
    this.state.subscription = undefined;
  }

  /** The directories of the account. Errors: `not-signed-in`, those of a call. */
  async listTenants(): Promise<Tenant[]> {
    // Loaded when somebody signs in: a start does without.
    const { listTenants } = await import('../azure/subscriptions.ts');
    return listTenants(this.connect(this.requireSignedIn().tenant, ''));
  }

  /** The subscriptions of one directory: only this one is signed in to. Errors: as above. */
  async listSubscriptions(tenant: string): Promise<Subscription[]> {
    const { listSubscriptions } = await import('../azure/subscriptions.ts');
    return listSubscriptions(this.connect(tenant, ''));
  }

  /** Works in a subscription from now on. Errors: `no-subscription`, those of a call. */
  async choose(tenant: string, id: string): Promise<void> {
    const found = (await this.listSubscriptions(tenant)).find((subscription) => subscription.id === id);
    if (!found) throw noSubscription();
    this.state.subscription = { id, name: found.name, tenant };
    this.current = undefined;
  }

  /** The connection to the chosen subscription. Errors: `not-signed-in`, `no-subscription`. */
  connection(): Connection {
    this.requireSignedIn();
    const { subscription } = this;
    if (!subscription) throw noSubscription();
    const to = `${subscription.tenant}/${subscription.id}`;
    if (this.current?.to !== to) {
      this.current = { to, connection: this.watch(this.connect(subscription.tenant, subscription.id)) };
    }
    return this.current.connection;
  }

  private connect(tenant: string, subscription: string): Connection {
    const credential = this.account.credential(this.requireSignedIn(), tenant);
    const connection = connectAzure({ subscription, tenant, credential });
    return this.httpClient ? { ...connection, httpClient: this.httpClient } : connection;
  }

  private requireSignedIn(): SignedIn {
    const { account } = this.state;
    if (!account) throw notSignedIn();
    return account;
  }
}
