/** `22 November 2026`, in the language of the pages. */
export function formatDate(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date(date));
}

/** `22 Nov 2026, 10:15`, in the time of the device. */
export function formatMoment(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(date));
}
