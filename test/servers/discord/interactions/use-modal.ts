/** UseModal: a person fills in a modal that was shown to them, and submits it. */
import { ComponentType, InteractionType } from 'discord.js';
import { CannotDo } from '../control/cannot-do.ts';
import type { ModalValue, Upload } from '../control/draft.ts';
import type { Part } from '../control/snapshot.ts';
import { messageWire } from '../world/message-wire.ts';
import { mayUpload } from './file-types.ts';
import type { InteractionRecord } from './record.ts';
import { createResolved, type Resolved } from './resolved.ts';
import { isHushed, type Scene, sceneWire } from './scene.ts';
import type { Interactions } from './store.ts';
import { isSelect, selectValues } from './use-component.ts';

export interface Submission {
  /** The interaction that was answered with the modal. */
  readonly opener: InteractionRecord;
  readonly values: Readonly<Record<string, ModalValue>>;
}

export function submitModal(interactions: Interactions, scene: Scene, { opener, values }: Submission): InteractionRecord {
  const { world, app, guild } = scene;
  const modal = opener.response?.modal;
  if (!modal) throw new CannotDo('no modal was shown');
  const resolved = createResolved(scene);
  const form = createFilledForm(values, resolved);
  const components = (modal.components as unknown as readonly Part[]).map(form.fill);
  const left = Object.keys(values).filter(name => !form.used.has(name));
  if (left.length > 0) throw new CannotDo(`the modal has no input "${left.join('", "')}"`);
  const wire = resolved.wire();
  const id = world.makeId();
  const type = InteractionType.ModalSubmit;
  const { owners } = opener.metadata;
  const message = opener.message && { message: messageWire(world, opener.message, { botId: app.botId, seesContent: true }) };
  return interactions.start(
    {
      id,
      type,
      app,
      userId: scene.userId,
      channelId: scene.channel.id,
      guildId: guild?.id,
      message: opener.message,
      metadata: { id, type, userId: scene.userId, owners },
      isHushed: isHushed(scene, owners),
    },
    {
      ...sceneWire(scene, owners),
      ...message,
      data: { custom_id: modal.custom_id, components, ...(wire ? { resolved: wire } : {}) },
    },
  );
}

interface FilledForm {
  readonly used: ReadonlySet<string>;
  fill(component: Part): object;
}

function createFilledForm(values: Readonly<Record<string, ModalValue>>, resolved: Resolved): FilledForm {
  const used = new Set<string>();

  function fill(component: Part): object {
    const { type, id } = component;
    if (type === ComponentType.TextDisplay) return { type, id };
    if (type === ComponentType.ActionRow) return { type, id, components: (component.components as Part[]).map(fill) };
    if (type === ComponentType.Label) return { type, id, component: fill(component.component as Part) };
    const customId = String(component.custom_id);
    used.add(customId);
    return { type, id, custom_id: customId, ...answerTo(component, values[customId], resolved) };
  }
  return { used, fill };
}

function answerTo(component: Part, value: ModalValue | undefined, resolved: Resolved): object {
  const { type } = component;
  if (type === ComponentType.TextInput) return { value: typedText(component, value) };
  if (type === ComponentType.Checkbox) return { value: ticked(component, value) };
  if (type === ComponentType.FileUpload) return { values: uploaded(component, value, resolved) };
  const values = chosenTexts(component, value);
  if (isSelect(type)) return { values: isLeftOut(component, values) ? [] : selectValues(component, values, resolved) };
  const offered = (component.options as readonly { value: string }[]).map(option => option.value);
  const other = values.find(one => !offered.includes(one));
  if (other !== undefined) throw wrong(component, `one of ${offered.join(', ')}`);
  if (type === ComponentType.RadioGroup) {
    if (values.length > 1 || (values.length === 0 && isRequired(component))) throw wrong(component, 'one choice');
    return { value: values[0] ?? null };
  }
  const [min, max] = [Number(component.min_values ?? 1), Number(component.max_values ?? offered.length)];
  const isRight = values.length >= min && values.length <= max;
  if (!isRight && !isLeftOut(component, values)) throw wrong(component, `${min} to ${max} ticks`);
  return { values };
}

function typedText(component: Part, value: ModalValue | undefined): string {
  const text = value ?? component.value ?? '';
  if (typeof text !== 'string') throw wrong(component, 'a text');
  const { length } = [...text];
  if (length === 0 && !isRequired(component)) return text;
  const [min, max] = [Math.max(1, Number(component.min_length ?? 0)), Number(component.max_length ?? 4000)];
  if (length < min || length > max) throw wrong(component, `${min} to ${max} characters, not ${length}`);
  return text;
}

function ticked(component: Part, value: ModalValue | undefined): boolean {
  const isTicked = value ?? component.default ?? false;
  if (typeof isTicked !== 'boolean') throw wrong(component, 'true or false');
  return isTicked;
}

function uploaded(component: Part, value: ModalValue | undefined, resolved: Resolved): string[] {
  const uploads = (value ?? []) as readonly Upload[];
  if (!Array.isArray(uploads) || uploads.some(upload => typeof upload !== 'object')) throw wrong(component, 'files');
  const [min, max] = [Number(component.min_values ?? 1), Number(component.max_values ?? 1)];
  const isRight = uploads.length >= min && uploads.length <= max;
  if (!isRight && !isLeftOut(component, uploads)) throw wrong(component, `${min} to ${max} files`);
  const fileTypes = component.file_types as string[] | undefined;
  const unfit = uploads.find(({ filename }) => !mayUpload(fileTypes, filename));
  if (unfit) throw wrong(component, `files of ${fileTypes?.join(', ')}, not ${unfit.filename}`);
  return uploads.map(upload => resolved.attachment(upload));
}

/** What was chosen, or else what was chosen beforehand. */
function chosenTexts(component: Part, value: ModalValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every(one => typeof one === 'string')) return value;
  if (value !== undefined) throw wrong(component, 'texts');
  const options = (component.options ?? []) as readonly { value: string; default?: boolean }[];
  return options.filter(option => option.default).map(option => option.value);
}

function isRequired({ required }: Part): boolean {
  return required !== false;
}

function isLeftOut(component: Part, values: readonly unknown[]): boolean {
  return values.length === 0 && !isRequired(component);
}

function wrong({ custom_id }: Part, wanted: string): CannotDo {
  return new CannotDo(`"${custom_id}" wants ${wanted}`);
}
