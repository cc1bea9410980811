import { fixtureFolder } from './golden.ts';
import { parity } from './parity.ts';

parity(fixtureFolder);
