import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Tokenizer } from '@huggingface/tokenizers';
import type { Checkpoint } from '../../../src/engine/backends/spark/checkpoint.ts';
import { openEmbeddings, writeEmbeddings } from '../../../src/engine/backends/spark/embedding-file.ts';
import { createLanguage, type Language } from '../../../src/engine/backends/spark/language.ts';
import { type LanguageModelOptions, languageModel } from '../../../src/engine/backends/spark/networks/language-model.ts';
import { sample, samplingInputs } from '../../../src/engine/backends/spark/networks/sampler.ts';
import { createPromptMaker } from '../../../src/engine/backends/spark/prompt.ts';
import { createUniforms, distribution, draw, samplingDefaults } from '../../../src/engine/backends/spark/sampling.ts';
import { addedTokens, createTextTokenizer } from '../../../src/engine/backends/spark/tokenizer.ts';
import { findTokens } from '../../../src/engine/backends/spark/tokens.ts';
import { Graph } from '../../../src/engine/onnx/graph.ts';
import { modelBytes } from '../../../src/engine/onnx/model-file.ts';
import { openSession, tensor } from '../../../src/engine/onnx/session.ts';
import { assertClose, type Golden } from './golden.ts';

/** Parity of the language model: prompts, logits, greedy tokens, sampling; and of sampling in the graph with plain sampling. */
export interface LanguageMaterial {
  readonly golden: Golden;
  readonly checkpoint: Checkpoint;
}

const never = new AbortController().signal;
const GREEDY = { temperature: 1, topK: 1, topP: 1 };
const STEPS = 48;

export function languageParity(material: () => LanguageMaterial): void {
  const open: { close(): Promise<void> }[] = [];
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consonant-language-'));
    await writeEmbeddings(material().checkpoint.languageModel, join(folder, 'embeddings'), { scheme: 'float32' });
  });
  after(async () => {
    for (const session of open) await session.close();
    await rm(folder, { recursive: true });
  });

  /** Every id is a row. */
  async function whole(steps: LanguageModelOptions['steps'], more: Partial<LanguageModelOptions> = {}): Promise<Language> {
    const { config, languageModel: weights } = material().checkpoint;
    const { vocab_size: rowCount, hidden_size: width } = config.languageModel;
    const graph = languageModel(weights, {
      config: config.languageModel,
      scheme: 'float32',
      contextLength: 512,
      vocabulary: [{ from: 0, to: rowCount }],
      endRows: [-1],
      steps,
      traced: true,
      ...more,
    });
    const session = await openSession(await modelBytes(graph));
    open.push(session);
    const embeddings = await openEmbeddings(join(folder, 'embeddings'), { width, scheme: 'float32' });
    open.push(embeddings);
    const stepsPerRun = steps.kind === 'loop' ? 'any' : steps.count;
    return createLanguage({ session, embeddings, config: config.languageModel, rowCount, stepsPerRun, isEnd: () => false });
  }

  const ids = (name: string) => [...material().golden.expected(`llm/${name}/ids`).values];
  const openMask = () => new Float32Array(material().checkpoint.config.languageModel.vocab_size);

  test('prompts, id by id', () => {
    const { golden, checkpoint } = material();
    const { config, tokenizer } = checkpoint;
    const tokens = findTokens(addedTokens(tokenizer), config.bicodec);
    const maker = createPromptMaker(tokens, createTextTokenizer(tokenizer));
    const upstream = new Tokenizer(tokenizer.tokenizer as never, tokenizer.config as never);
    const levels = ['very_low', 'low', 'moderate', 'high', 'very_high'];
    for (const { id, mode, text, speech, prompt, ...rest } of golden.case.prompts ?? []) {
      const expected = ids(id);
      assert.deepEqual(upstream.encode(prompt, { add_special_tokens: false }).ids, expected, `${id}, as one text`);
      const { prompt_text: transcript, gender, pitch, speed } = rest as Record<string, string>;
      if (mode === 'C') {
        const traits = {
          gender: gender as 'female',
          pitch: (levels.indexOf(pitch) + 1) as 1,
          speed: (levels.indexOf(speed) + 1) as 1,
        };
        assert.deepEqual(maker.design(text, traits), expected, id);
        continue;
      }
      const globalTokens = golden.expected(`${speech}/global_ids`).values;
      const semanticTokens = golden.expected(`${speech}/semantic_ids`).values;
      const made = maker.speak(text, { globalTokens });
      if (id === 'A_inject') {
        const markers = expected.filter(token => token === tokens.end || token === tokens.endContent);
        assert.equal(markers.length, 3, 'upstream takes the text for markers');
        assert.equal(made.filter(token => token === tokens.end || token === tokens.endContent).length, 1);
      } else if (mode === 'A') {
        // The start of the semantic tokens is ours; upstream has the model say it.
        assert.deepEqual(made, [...expected, tokens.startSemantic], id);
      } else {
        const glued = maker.speak(`${transcript}${text}`, { globalTokens });
        assert.deepEqual([...glued, ...Array.from(semanticTokens, token => tokens.semantic.first + token)], expected, id);
      }
    }
  });

  describe('greedy tokens', () => {
    let language: Language;
    before(async () => {
      language = await whole({ kind: 'loop' });
    });
    for (const name of ['A_en', 'A_zh', 'A_inject', 'B_en', 'B_zh', 'C_emoji', 'C_zh']) {
      test(name, async () => {
        const { golden } = material();
        const sequence = await language.begin(ids(name), never);
        const first = await sequence.continue({ ...GREEDY, mask: openMask(), uniforms: new Float32Array(1) });
        const logits = first.traces.logits.data as Float32Array;
        if (golden.has(`llm/${name}/prefill_logits`))
          assertClose(logits, golden.expected(`llm/${name}/prefill_logits`), 1e-3, 'logits of the prompt');
        const topIds = golden.expected(`llm/${name}/prefill_top50_ids`).values;
        assertClose(
          Float32Array.from(topIds, id => logits[id]),
          golden.expected(`llm/${name}/prefill_top50_logits`),
          1e-3,
          'top 50',
        );
        // In two runs, so that the cache crosses from one to the next.
        const rows = [...first.rows];
        let lastLogits = logits;
        for (const steps of [20, STEPS - 21]) {
          const more = await sequence.continue({ ...GREEDY, mask: openMask(), uniforms: new Float32Array(steps) });
          rows.push(...more.rows);
          lastLogits = (more.traces.logits.data as Float32Array).slice(-openMask().length);
        }
        assert.deepEqual(rows, [...golden.expected(`llm/${name}/greedy_ids`).values]);
        assert.equal(sequence.length, ids(name).length + STEPS);
        if (golden.has(`llm/${name}/step47_logits`))
          assertClose(lastLogits, golden.expected(`llm/${name}/step47_logits`), 1e-3, 'logits of step 47');
      });
    }

    test('only what may be said', async () => {
      const { golden, checkpoint } = material();
      const { config, tokenizer } = checkpoint;
      const { semantic, end } = findTokens(addedTokens(tokenizer), config.bicodec);
      const isAllowed = (row: number) => row === end || (row >= semantic.first && row < semantic.first + semantic.count);
      const mask = openMask().map((_, row) => (isAllowed(row) ? 0 : Number.NEGATIVE_INFINITY));
      const sequence = await language.begin(ids('B_en'), never);
      const { rows } = await sequence.continue({ ...GREEDY, mask, uniforms: new Float32Array(STEPS) });
      assert.deepEqual(rows, [...golden.expected('llm/B_en/greedy_semantic_only_ids').values]);
    });
  });

  describe('attention in half the bits, for GPUs whose kernels have no others', () => {
    for (const steps of [{ kind: 'loop' }, { kind: 'unrolled', count: 4 }] as const) {
      test(`float16, ${steps.kind}: nearly the logits of float32, also from run to run`, async () => {
        const [exact, half] = [await whole(steps), await whole(steps, { attentionType: 'float16' })];
        const [a, b] = await Promise.all([exact, half].map(language => language.begin(ids('B_en'), never)));
        for (const count of [4, 4]) {
          const options = { ...GREEDY, mask: openMask(), uniforms: new Float32Array(count) };
          const [expected, found] = [await a!.continue(options), await b!.continue(options)];
          assert.deepEqual(found.rows, expected.rows);
          const logits = expected.traces.logits.data as Float32Array;
          const error = Math.sqrt(meanSquare(logits, found.traces.logits.data as Float32Array) / meanSquare(logits));
          assert.ok(error > 0 && error < 0.02, String(error));
        }
      });

      test(`bfloat16, ${steps.kind}: all is as it should be but the kernel, which processors lack`, async () => {
        await assert.rejects(
          whole(steps, { attentionType: 'bfloat16' }),
          /Could not find an implementation for GroupQueryAttention/,
        );
      });
    }
  });

  test('what goes into each layer', async () => {
    const { golden, checkpoint } = material();
    const { config } = checkpoint;
    const { session, feed } = await tracedStep();
    const results = await session.run(feed);
    for (let layer = 0; layer <= config.languageModel.num_hidden_layers; layer++)
      assertClose(results[`state.${layer}`].data as Float32Array, golden.expected(`llm/A_en/hs${layer}`), 1e-3, `state ${layer}`);

    async function tracedStep() {
      const { languageModel: weights } = checkpoint;
      const {
        vocab_size: rowCount,
        hidden_size: width,
        num_key_value_heads: kvHeads,
        num_attention_heads: heads,
      } = config.languageModel;
      const graph = languageModel(weights, {
        config: config.languageModel,
        scheme: 'float32',
        contextLength: 512,
        vocabulary: [{ from: 0, to: rowCount }],
        endRows: [-1],
        steps: { kind: 'unrolled', count: 1 },
        traced: true,
      });
      const opened = await openSession(await modelBytes(graph));
      open.push(opened);
      const embeddings = await openEmbeddings(join(folder, 'embeddings'), { width, scheme: 'float32' });
      open.push(embeddings);
      const prompt = ids('A_en');
      const past = await tensor('float32', new Float32Array(0), [1, kvHeads, 0, width / heads]);
      return {
        session: opened,
        feed: {
          embeddings: await tensor('float32', await embeddings.rows(prompt), [1, prompt.length, width]),
          'total.0': await tensor('int32', Int32Array.of(prompt.length)),
          'lastPlace.0': await tensor('int32', Int32Array.of(prompt.length - 1)),
          mask: await tensor('float32', openMask(), [1, rowCount]),
          uniforms: await tensor('float32', new Float32Array(1), [1, 1]),
          temperature: await tensor('float32', Float32Array.of(1)),
          topK: await tensor('int64', BigInt64Array.of(1n)),
          topP: await tensor('float32', Float32Array.of(1)),
          ...Object.fromEntries(opened.inputNames.filter(name => name.startsWith('past.')).map(name => [name, past])),
        },
      };
    }
  });

  describe('sampling', () => {
    const cases = [
      { name: 'prefill_A_en', logits: 'llm/A_en/prefill_logits' },
      { name: 'step47_B_en', logits: 'llm/B_en/step47_logits' },
      { name: 'sharp', logits: 'sampling/sharp/logits' },
      { name: 'peak', logits: 'sampling/peak/logits' },
      { name: 'ties', logits: 'sampling/ties/logits', topP: 1 },
    ];
    for (const { name, logits, topP = samplingDefaults.topP } of cases) {
      test(`${name}: plainly as upstream, and in the graph as plainly`, async () => {
        const { golden } = material();
        const options = { ...samplingDefaults, topP };
        const { values, stride } = golden.expected(logits);
        assert.equal(stride, 1);
        const kept = distribution(values, options);
        const byId = (a: { row: number }, b: { row: number }) => a.row - b.row;
        const expectedIds = golden.expected(`sampling/${name}/ids`).values;
        const probabilities = golden.expected(`sampling/${name}/probs`).values;
        const expected = Array.from(expectedIds, (row, place) => ({ row, probability: probabilities[place] })).sort(byId);
        const found = kept.toSorted(byId);
        assert.deepEqual(
          found.map(({ row }) => row),
          expected.map(({ row }) => row),
        );
        for (const [place, { probability }] of found.entries())
          assert.ok(Math.abs(probability - expected[place].probability) <= 1e-6);

        const graph = new Graph('sampler');
        const inputs = samplingInputs(graph);
        const logitsInput = graph.input('logits', 'float32', [1, values.length]);
        const uniformInput = graph.input('uniform', 'float32', [1, 1]);
        const row = sample(graph, { logits: logitsInput, uniform: uniformInput }, inputs);
        graph.output('drawn', row);
        const session = await openSession(await modelBytes(graph));
        open.push(session);
        for (const uniform of [0, ...createUniforms(1)(40), 1 - 2 ** -24]) {
          const { drawn } = await session.run({
            logits: await tensor('float32', values as Float32Array, [1, values.length]),
            uniform: await tensor('float32', Float32Array.of(uniform), [1, 1]),
            temperature: await tensor('float32', Float32Array.of(options.temperature)),
            topK: await tensor('int64', BigInt64Array.of(BigInt(options.topK))),
            topP: await tensor('float32', Float32Array.of(options.topP)),
          });
          assert.equal((drawn.data as Int32Array)[0], draw(kept, uniform), `uniform ${uniform}`);
        }
      });
    }

    test('several sequences at once, each as alone', async () => {
      const language = await whole({ kind: 'loop' }, { traced: false });
      const names = ['A_en', 'B_en', 'A_zh', 'C_emoji', 'B_zh'];
      const speak = async (name: string, index: number) => {
        const sequence = await language.begin(ids(name), never);
        const uniforms = createUniforms(index)(24);
        const rows: number[] = [];
        // Parts of different lengths, so that they meet others at different places.
        for (let from = 0; from < uniforms.length; from += 5 + index) {
          const part = uniforms.subarray(from, from + 5 + index);
          rows.push(...(await sequence.continue({ ...samplingDefaults, mask: openMask(), uniforms: part })).rows);
        }
        return rows;
      };
      const together = await Promise.all(names.map(speak));
      for (const [index, name] of names.entries()) assert.deepEqual(together[index], await speak(name, index), name);
    });

    for (const steps of [{ kind: 'loop' }, { kind: 'unrolled', count: 8 }] as const) {
      test(`token by token, ${steps.kind}`, async () => {
        const language = await whole(steps, { traced: steps.kind === 'loop' });
        const oneByOne = await whole({ kind: 'loop' });
        const uniforms = createUniforms(7)(32);
        // Long enough to be read in parts; some runs ask for fewer steps than the unrolled model has.
        const sequence = await language.begin(ids('B_en'), never);
        const rows: number[] = [];
        for (const [from, to] of [
          [0, 3],
          [3, 4],
          [4, 20],
          [20, 32],
        ] as const) {
          const part = await sequence.continue({ ...samplingDefaults, mask: openMask(), uniforms: uniforms.subarray(from, to) });
          rows.push(...part.rows);
        }
        assert.equal(sequence.length, ids('B_en').length + uniforms.length);
        const plain = await oneByOne.begin(ids('B_en'), never);
        for (const [step, uniform] of uniforms.entries()) {
          const { rows: drawn, traces } = await plain.continue({
            ...samplingDefaults,
            mask: openMask(),
            uniforms: Float32Array.of(uniform),
          });
          assert.equal(
            draw(distribution(traces.logits.data as Float32Array, samplingDefaults), uniform),
            rows[step],
            `step ${step}`,
          );
          assert.equal(drawn[0], rows[step]);
        }
      });
    }
  });
}

/** Of the numbers, or of how they differ from others. */
function meanSquare(values: Float32Array, others?: Float32Array): number {
  return values.reduce((sum, value, index) => sum + (value - (others?.[index] ?? 0)) ** 2, 0) / values.length;
}
