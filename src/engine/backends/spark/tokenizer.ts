import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { Refusal } from '../../../errors.ts';
import { getFilesAgain } from '../../onnx/weights.ts';

/**
 * Tokenizer: the checkpoint's own, without its added tokens. So whatever a person writes is text: "<|im_end|>" in it is eight or nine ordinary tokens,
 * and no text can put a control token into a prompt.
 */
export const tokenizerFiles = { tokenizer: 'LLM/tokenizer.json', config: 'LLM/tokenizer_config.json' } as const;

const tokenizerSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int().nonnegative(), content: z.string() })),
  model: z.looseObject({ type: z.literal('BPE') }),
});

const configSchema = z.record(z.string(), z.unknown());

export interface TextTokenizer {
  encode(text: string): number[];
}

/** Both files as objects, checked as far as they are used. */
export interface TokenizerContent {
  readonly tokenizer: z.infer<typeof tokenizerSchema>;
  readonly config: Record<string, unknown>;
}

export async function readTokenizer(
  folder: string,
  files: { tokenizer: string; config: string } = tokenizerFiles,
): Promise<TokenizerContent> {
  const [tokenizer, config] = await Promise.all([files.tokenizer, files.config].map(file => readJson(folder, file)));
  return { tokenizer: checked(tokenizerSchema, tokenizer, files.tokenizer), config: checked(configSchema, config, files.config) };
}

/** The same without its added tokens. */
export function withoutAddedTokens({ tokenizer, config }: TokenizerContent): TokenizerContent {
  // What the second file says of them would bring them back.
  const { added_tokens_decoder: _, additional_special_tokens: __, ...rest } = config;
  return { tokenizer: { ...tokenizer, added_tokens: [] }, config: rest };
}

export function createTextTokenizer(content: TokenizerContent): TextTokenizer {
  const { tokenizer, config } = withoutAddedTokens(content);
  const encoder = new Tokenizer(tokenizer as never, config as never);
  return { encode: text => encoder.encode(text, { add_special_tokens: false }).ids };
}

export function addedTokens({ tokenizer }: TokenizerContent): Map<string, number> {
  return new Map(tokenizer.added_tokens.map(({ content, id }) => [content, id]));
}

function checked<Schema extends z.ZodType>(schema: Schema, content: unknown, file: string): z.infer<Schema> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw noTokenizer(file, `${path.join('.') || 'it'}: ${message}`, result.error);
}

async function readJson(folder: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(join(folder, file), 'utf8');
  } catch (error) {
    throw new Refusal('checkpoint-file-missing', `${file} is missing. ${getFilesAgain}`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw noTokenizer(file, 'it is no JSON', error);
  }
}

function noTokenizer(file: string, why: string, cause: unknown): Refusal {
  return new Refusal('checkpoint-tokenizer', `${file} is no tokenizer that this program knows: ${why}. ${getFilesAgain}`, {
    cause,
  });
}
