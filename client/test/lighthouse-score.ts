import lighthouse, { type Result } from 'lighthouse';

/** What Lighthouse says of a page in one category. */
export interface Score {
  category: string;
  /** Of 100. */
  value: number;
  /** What cost points, and what Lighthouse would do about it. */
  findings: string[];
}

/**
 * Looks at a page once, as Lighthouse does by itself: a phone on a slow network. Where the look fails, which happens on a
 * busy machine, every category has 0 and says why.
 */
export async function scorePage(url: string, port: number): Promise<Score[]> {
  // The picture is for its report, which nobody reads here.
  const run = await lighthouse(url, { port, logLevel: 'error', disableFullPageScreenshot: true });
  if (!run) {
    throw new Error(`Lighthouse has no answer for ${url}.`);
  }
  const { audits, categories, runtimeError } = run.lhr;
  return Object.values(categories).map(({ id, score, auditRefs }) => ({
    category: id,
    value: Math.round((score ?? 0) * 100),
    findings: runtimeError ? [runtimeError.message] : auditRefs.flatMap((audit) => describe(audits[audit.id])),
  }));
}

/** A line for what is less than whole, with where it is. */
function describe(audit: Result['audits'][string] | undefined): string[] {
  if (!audit || audit.score === null || audit.score === 1) {
    return [];
  }
  const { id, score, title, displayValue = '', details } = audit;
  const items = details?.type === 'table' || details?.type === 'opportunity' ? details.items : [];
  return [`${score} ${id}: ${title} ${displayValue}`.trim(), ...items.slice(0, 3).map(place)];
}

/** Where it is on the page, or in what file. */
function place({ node, url, description }: Record<string, unknown>): string {
  const element = typeof node === 'object' && node && 'snippet' in node ? node.snippet : undefined;
  return `    ${element ?? url ?? description ?? ''}`;
}
