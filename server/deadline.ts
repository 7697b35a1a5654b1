/**
 * Waits for work, but not longer than some milliseconds: then `late` answers or throws instead, and the work goes on
 * alone.
 */
export function withDeadline<T>(work: Promise<T>, milliseconds: number, late: () => T): Promise<T> {
  // One promise: each request waits here, and Promise.race makes four.
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    }, milliseconds);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
