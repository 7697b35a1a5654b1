type Subscribe = (listener: () => void) => () => void;

/** Adds to a subscription what starts with its first listener and stops after its last. */
export function whileListened(subscribe: Subscribe, start: () => () => void): Subscribe {
  let listeners = 0;
  let stop: (() => void) | undefined;
  return (listener) => {
    const unsubscribe = subscribe(listener);
    listeners += 1;
    stop ??= start();
    let active = true;
    return () => {
      if (active) {
        active = false;
        unsubscribe();
        listeners -= 1;
        if (listeners === 0) {
          stop?.();
          stop = undefined;
        }
      }
    };
  };
}
