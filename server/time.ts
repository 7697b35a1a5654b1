/** Durations in milliseconds, so that every one of them carries its unit by name. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Tells the time in milliseconds since the epoch; tests bring their own. */
export type Clock = () => number;
