/** A way of encoding passwords, as Django's hashers are: a value names its algorithm and carries salt and work factor. */
export interface Hasher {
  /** What a value begins with, before the first `$`. */
  readonly algorithm: string;
  /**
   * Takes apart what comes after that `$`. Null where it isn't well-formed or asks for more work than the algorithm's
   * maximum: somebody else wrote the value, and one login must not cost hours or gigabytes.
   */
  read(rest: string): StoredHash | null;
}

/** A value that was taken apart, ready to be verified against. Verifying it throws nothing that the value can cause. */
export interface StoredHash {
  /** Answers whether a text is the one that was encoded. */
  matches(text: string): Promise<boolean>;
  /** bcrypt's work factor; absent for other algorithms, whose work can't be compared with it. */
  readonly bcryptCost?: number;
}

/** The most memory that a verification may take, in bytes: Django's own defaults take 16 to 100 MiB. */
export const MOST_MEMORY = 256 * 1024 * 1024;
