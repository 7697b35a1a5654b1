// Everything that is made from the sources: the generated code, the printed schema, the server's bundle and the UI.
import { rm } from 'node:fs/promises';
import './generate.ts';
import { bundleServer } from './bundle.ts';
import { markFresh } from './fingerprint.mjs';
import { BUILD_INPUTS, BUILD_STAMP } from './inputs.mjs';
import { writeTrustedDocuments } from './trusted-documents.ts';
import { buildUi } from './ui.ts';

await rm('dist', { recursive: true, force: true });
await Promise.all([bundleServer(), buildUi()]);
await writeTrustedDocuments();
markFresh(BUILD_STAMP, BUILD_INPUTS);
