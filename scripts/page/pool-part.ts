import type { PoolLayout, PoolState, SetState } from '../../lib/erasure';
import { gateName, gateText } from '../../lib/report/gate-words';
import { iconAddress } from '../../lib/report/html-state';
import type { PoolOutcome } from '../../lib/report/outcome-text';
import { lackText, leftText, stateName, type GateNames, type StateName } from '../../lib/report/state-words';
import {
  driveKey,
  nothingOff,
  stateWithout,
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
      onSwitch();
    });
  }

  /** Switches everything on. */
  reset(): void {
    this.off = nothingOff;
  }

  /** What is off, and how the pool fares without it. */
  outcome(): PoolOutcome {
    return { name: this.pool.name, off: this.off, state: stateWithout(this.pool, this.off) };
  }

  /** Shows what is off and how the sets fare, while some bucket gates of the tenant are shut. */
  show(shut: GateNames): void {
    for (const button of buttonsIn(this.part, '[role=grid] button')) this.showButton(button);
    const { state } = this.outcome();
    showGate(this.pool, state, one(this.part, '.gate'));
    state.sets.forEach((set, i) => showSet(this.pool, set, shut, one(this.part, `li[data-set="${i}"]`)));
  }

  private switched(button: HTMLButtonElement): SwitchedOff {
    const { server, drive } = button.dataset;
    if (drive !== undefined) return withDriveSwitched(this.off, Number(server), Number(drive));
    const servers = server === undefined ? serversBeside(button) : [Number(server)];
    const areOff = servers.every((one) => this.off.servers.has(one));
    return withServers(this.off, servers, !areOff);
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

function showGate(pool: PoolLayout, state: PoolState, line: Element): void {
  showState(state.isBucketGateOpen ? 'readable and writable' : 'unavailable', line);
  one(line, 'strong').textContent = gateName(state);
  one(line, '.answers').textContent = gateText(pool, state);
}

function showState(name: StateName, item: Element): void {
  item.setAttribute('data-state', name);
  one(item, '.icon').setAttribute('data-state', name);
  one(item, 'use').setAttribute('href', iconAddress(name));
}

function showSet(pool: PoolLayout, state: SetState, shut: GateNames, item: Element): void {
  const name = stateName(state, shut);
  showState(name, item);
  one(item, 'strong').textContent = name;
  one(item, '.left').textContent = leftText(pool, state);
  one(item, '.lack').textContent = lackText(pool, state, shut);
  item
    .querySelectorAll('.bar i')
    .forEach((block, i) => block.classList.toggle('gone', i >= state.shardsLeft));
}
