import type { Operation, OperationResult } from '@urql/core';

/** What a held operation waits for: a login, or the password of who is signed in. */
export type WaitsFor = 'login' | 'password';

/** An operation that the server has refused and not begun, whose caller still waits. */
export interface HeldOperation {
  waitsFor: WaitsFor;
  /** The refusal, which its caller gets if it isn't sent again. */
  refusal: OperationResult;
  /** It has been sent with the password: what comes of it is its caller's answer, whatever happens meanwhile. */
  isUnderWay?: boolean;
  send(operation: Operation): void;
  answer(result: OperationResult): void;
}

export type HeldOperations = ReturnType<typeof createHeldOperations>;

/** Keeps what was refused, in the order in which it was. `onChange` is told how many there are. */
export function createHeldOperations(onChange: (count: number) => void) {
  const held = new Set<HeldOperation>();

  function take(isTaken: (one: HeldOperation) => boolean): HeldOperation[] {
    const taken = [...held].filter(isTaken);
    for (const one of taken) {
      held.delete(one);
    }
    if (taken.length > 0) {
      onChange(held.size);
    }
    return taken;
  }

  return {
    add(one: HeldOperation): void {
      held.add(one);
      onChange(held.size);
    },

    has: (one: HeldOperation) => held.has(one),

    remove(one: HeldOperation): void {
      take((other) => other === one);
    },

    /** Nobody waits for this query any more. */
    forget(key: number): void {
      take(({ refusal: { operation } }) => operation.kind === 'query' && operation.key === key);
    },

    firstForPassword(): HeldOperation | undefined {
      return [...held].find(({ waitsFor }) => waitsFor === 'password');
    },

    /** Sends everything again, just as it was: who asked for it is signed in again, and has just proved the password. */
    sendAgain(): void {
      for (const { refusal, send } of take(({ isUnderWay }) => !isUnderWay)) {
        send(refusal.operation);
      }
    },

    /** Lets nothing wait any longer: each caller gets its refusal, or another one instead. */
    refuse(instead = (refusal: OperationResult) => refusal): void {
      for (const { refusal, answer, isUnderWay } of take(() => true)) {
        if (!isUnderWay) {
          answer(instead(refusal));
        }
      }
    },
  };
}
