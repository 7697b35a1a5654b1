import { buildWhenStale } from '../../server/test/server-process.ts';

/** The UI as it is built is what is tested. */
export default buildWhenStale;
