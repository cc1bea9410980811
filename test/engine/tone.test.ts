import { createTone } from '../../src/engine/backends/tone.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import { engineConformance } from './engine-conformance.ts';
import { buzz } from './support.ts';

const references = async () => [{ audio: buzz({ seconds: 1, sampleRateHz: 24_000 }), language: 'en' }];

engineConformance('tone', { createEngine: async () => createTone(), references });
engineConformance('tone through the host', { createEngine: () => createEngineHost({ engine: 'tone' }), references });
