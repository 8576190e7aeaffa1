import type { PoolLayout, SetState } from '../../lib/erasure';
import { iconAddress } from '../../lib/report/html-state';
import type { Outcome } from '../../lib/report/outcome-text';
import { lackText, leftText, stateName } from '../../lib/report/state-words';
import {
  driveKey,
  nothingOff,
  setStates,
  withDriveSwitched,
  withServers,
  type SwitchedOff,
} from '../../lib/report/what-if';
import { buttonsIn, one } from './elements';

/** The part of the page that shows one pool. */
export class PoolPart {
  private off: SwitchedOff = nothingOff;

  constructor(
    private readonly pool: PoolLayout,
    private readonly part: Element,
    onSwitch: () => void,
  ) {
    one(part, '[role=grid]').addEventListener('click', ({ target }) => {
      if (!(target instanceof HTMLButtonElement)) return;
      this.off = this.switched(target);
      this.show();
      onSwitch();
    });
  }

  /** Switches everything on. */
  reset(): void {
    this.off = nothingOff;
    this.show();
  }

  /** What is off, and how the sets fare without it. */
  outcome(): Outcome {
    return { name: this.pool.name, off: this.off, states: setStates(this.pool, this.off) };
  }

  private switched(button: HTMLButtonElement): SwitchedOff {
    const { server, drive } = button.dataset;
    if (drive !== undefined) return withDriveSwitched(this.off, Number(server), Number(drive));
    const servers = server === undefined ? serversBeside(button) : [Number(server)];
    const areOff = servers.every((one) => this.off.servers.has(one));
    return withServers(this.off, servers, !areOff);
  }

  private show(): void {
    for (const button of buttonsIn(this.part, '[role=grid] button')) this.showButton(button);
    this.outcome().states.forEach((state, set) =>
      showSet(this.pool, state, one(this.part, `li[data-set="${set}"]`)),
    );
  }

  private showButton(button: HTMLButtonElement): void {
    const { server, drive } = button.dataset;
    const isServerOff = (number: number) => this.off.servers.has(number);
    if (server === undefined) {
      const servers = serversBeside(button);
      const isPartly = servers.some(isServerOff) && !servers.every(isServerOff);
      button.ariaPressed = isPartly ? 'mixed' : String(servers.every(isServerOff));
      return;
    }
    const isOff = isServerOff(Number(server));
    if (drive === undefined) {
      button.ariaPressed = String(isOff);
      return;
    }
    button.ariaPressed = String(isOff || this.off.drives.has(driveKey(Number(server), Number(drive))));
    button.ariaDisabled = isOff ? 'true' : null;
  }
}

/** The servers of the failure domain that a button stands for. */
function serversBeside(button: HTMLButtonElement): number[] {
  const group = button.closest('tbody');
  if (group === null) return [];
  return buttonsIn(group, 'th [data-server]').map(({ dataset }) => Number(dataset.server));
}

function showSet(pool: PoolLayout, state: SetState, item: Element): void {
  const name = stateName(state);
  item.setAttribute('data-state', name);
  one(item, '.icon').setAttribute('data-state', name);
  one(item, 'use').setAttribute('href', iconAddress(name));
  one(item, 'strong').textContent = name;
  one(item, '.left').textContent = leftText(pool, state);
  one(item, '.lack').textContent = lackText(pool, state);
  item
    .querySelectorAll('.bar i')
    .forEach((block, i) => block.classList.toggle('gone', i >= state.shardsLeft));
}
