/** Something that a browser loads, and what it may weigh. */
export interface Load {
  title: string;
  /** In kB of 1,000 bytes. */
  limit: number;
  /** Gzipped. Without any it wasn't found. */
  parts: { name: string; bytes: number }[];
}
