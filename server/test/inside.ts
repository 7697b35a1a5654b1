/** What tells of the inside: suggestions, stacks, files, SQL, stores, libraries and versions. */
export const INSIDE =
  /did you mean|stack|node_modules|\.[mc]?[jt]s\b|\bat .+:\d+|\bselect\b.+\bfrom\b|prisma|postgres|pglite|redis|yoga|pothos|graphql-js|\d+\.\d+\.\d+/i;
