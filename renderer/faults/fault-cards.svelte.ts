import type { DealtCard, Fault, FaultCard } from '../../electron/contract/fault-card.ts';
import { repairableKinds, usualOperation, type FaultKind } from '../../electron/contract/fault-kinds.ts';
import type { ErrorReply } from '../../electron/contract/reply.ts';
import type { CallName, CallOutput } from '../../electron/contract/bridge.ts';
import { bridge } from '../bridge/bridge.ts';
import { download } from '../designer/files/download.ts';
import * as m from '../paraglide/messages.js';

/** How long a fault holds. */
export type Until = Fault['until'];

/** A fault of a card that is being made: what is not said is as the format has it. */
export type DraftFault = Pick<Fault, 'operation' | 'kind'> & Partial<Fault>;

/** The cards of faults: the one that was dealt, and the one that is being made. */
export class FaultCards {
  dealt = $state.raw<DealtCard>();
  title = $state(m.faults_new_title());
  task = $state('');
  faults = $state.raw<Readonly<Record<string, DraftFault>>>({});
  problem = $state.raw<ErrorReply>();

  get isEmpty(): boolean {
    return Object.keys(this.faults).length === 0;
  }

  /** Looks how far the faults are. */
  async look(): Promise<void> {
    const found = await this.ask('fault.list', {});
    if (found) this.dealt = found;
  }

  /** Reads a card from a file, in the place of the one that is being made. */
  async open(file: File): Promise<void> {
    this.problem = undefined;
    const { id } = await bridge.addFile(file);
    const read = await this.ask('fault.read-card', { file: id });
    if (!read) return;
    const { title, task = '', faults } = read.card;
    Object.assign(this, { title, task, faults });
  }

  /** Gives the card to the learner as a file. */
  async save(): Promise<void> {
    const written = await this.ask('fault.write-card', { card: this.card() });
    if (written) download(written.name, written.text, 'application/yaml');
  }

  async deal(): Promise<void> {
    const dealt = await this.ask('fault.deal', { card: this.card() });
    if (dealt) this.dealt = dealt;
  }

  /** Takes one fault back, or all of them. */
  async takeBack(name?: string): Promise<void> {
    await this.ask('fault.clear', name === undefined ? {} : { name });
    await this.look();
  }

  /** Puts a fault on the card, under a name made of what it is. */
  add(fault: DraftFault): void {
    let name: string = fault.kind;
    for (let count = 2; Object.hasOwn(this.faults, name); count++) name = `${fault.kind}-${count}`;
    this.faults = { ...this.faults, [name]: fault };
  }

  remove(name: string): void {
    this.faults = Object.fromEntries(Object.entries(this.faults).filter(([key]) => key !== name));
  }

  private card(): Pick<FaultCard, 'title'> & { task?: string; faults: Readonly<Record<string, DraftFault>> } {
    const { title, task, faults } = this;
    return { title, ...(task !== '' && { task }), faults };
  }

  private async ask<Name extends CallName>(
    name: Name,
    input: unknown,
  ): Promise<CallOutput<Name> | undefined> {
    const reply = await bridge.call(name, input);
    if (reply.ok) {
      this.problem = undefined;
      return reply.value;
    }
    this.problem = reply.error;
    return undefined;
  }
}

/** The cards of this window: what is being made stays while the learner looks at other pages. */
export const faultCards = new FaultCards();

/** What a fault of a kind begins with. */
export function suggest(kind: FaultKind): { readonly operation: string | undefined; readonly until: Until } {
  return {
    operation: usualOperation[kind],
    until: repairableKinds.includes(kind) ? 'repaired' : 'times',
  };
}
