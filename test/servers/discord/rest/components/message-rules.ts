/** MessageRules: components of messages, with and without IS_COMPONENTS_V2 (components/reference). */
import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType as Type } from 'discord.js';
import { asArray, asChoice, asObject, asOptionalBoolean, asOptionalText, asText, type Form, inRange } from '../form.ts';
import { type ComponentCheck, createComponentCheck, type Fields, withIds } from './check.ts';
import { checkSelect, selectTypes } from './select-rules.ts';

const topLevel: readonly number[] = [
  Type.ActionRow,
  Type.Section,
  Type.TextDisplay,
  Type.MediaGallery,
  Type.File,
  Type.Separator,
  Type.Container,
];
const inContainer = topLevel.filter(type => type !== Type.Container);
const mostComponents = 40;
const mostText = 4000;
const mostRows = 5;

export interface MessageComponentsOptions {
  readonly isV2: boolean;
  /** Files that attachment:// may name. */
  readonly filenames: ReadonlySet<string>;
}

export function readComponents(
  value: unknown,
  form: Form,
  { isV2, filenames }: MessageComponentsOptions,
): APIMessageTopLevelComponent[] {
  const components = asArray(value, form);
  const check = createComponentCheck(filenames);
  if (!isV2 && components.length > mostRows) form.fail('BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${mostRows} in length.`);
  for (const [index, component] of components.entries()) {
    checkComponent(component, form.at(index), check, isV2 ? topLevel : [Type.ActionRow]);
  }
  if (check.count > mostComponents) {
    form.fail('COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', `The maximum number of components is ${mostComponents}.`);
  }
  if (check.textLength > mostText) {
    form.fail('COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', `Components displayable text size exceeds maximum size of ${mostText}`);
  }
  return form.hasFailed ? [] : withIds(components as APIMessageTopLevelComponent[]);
}

type Checker = (component: Fields, form: Form, check: ComponentCheck) => void;

const checkers: Readonly<Record<number, Checker>> = {
  [Type.ActionRow]: checkRow,
  [Type.Button]: checkButton,
  [Type.Section]: checkSection,
  [Type.TextDisplay]: (component, form, check) => check.text(component.content, form.at('content')),
  [Type.Thumbnail](component, form, check) {
    checkMedia(component.media, form.at('media'), check);
    asOptionalText(component.description, form.at('description'), { max: 1024 });
  },
  [Type.MediaGallery]: checkGallery,
  [Type.File]: (component, form, check) => checkMedia(component.file, form.at('file'), check, { isUpload: true }),
  [Type.Separator](component, form) {
    asOptionalBoolean(component.divider, form.at('divider'));
    if (component.spacing !== undefined) asChoice(component.spacing, form.at('spacing'), [1, 2]);
  },
  [Type.Container](component, form, check) {
    if (typeof component.accent_color === 'number')
      inRange(component.accent_color, form.at('accent_color'), { min: 0, max: 0xffffff });
    checkInside(component, form, check, { allowed: inContainer, max: mostComponents });
  },
};

function checkComponent(value: unknown, form: Form, check: ComponentCheck, allowed: readonly number[]): void {
  const component = check.enter(value, form, allowed);
  if (!component) return;
  const type = component.type as number;
  if (selectTypes.includes(type)) checkSelect(component, form, check, 'message');
  else checkers[type](component, form, check);
}

interface Inside {
  readonly allowed: readonly number[];
  readonly max: number;
}

function checkInside(component: Fields, form: Form, check: ComponentCheck, { allowed, max }: Inside): void {
  const at = form.at('components');
  const inside = asArray(component.components, at);
  if (inside.length < 1 || inside.length > max) at.fail('BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${max} in length.`);
  for (const [index, child] of inside.entries()) checkComponent(child, at.at(index), check, allowed);
}

function checkRow(row: Fields, form: Form, check: ComponentCheck): void {
  checkInside(row, form, check, { allowed: [Type.Button, ...selectTypes], max: 5 });
  const types = (Array.isArray(row.components) ? row.components : []).map(one => (one as Fields | null)?.type as number);
  const hasSelect = types.some(type => selectTypes.includes(type));
  if (hasSelect && types.length > 1) {
    form.at('components').fail('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  }
}

function checkSection(section: Fields, form: Form, check: ComponentCheck): void {
  checkInside(section, form, check, { allowed: [Type.TextDisplay], max: 3 });
  checkComponent(section.accessory, form.at('accessory'), check, [Type.Button, Type.Thumbnail]);
}

function checkButton(button: Fields, form: Form, check: ComponentCheck): void {
  const style = asChoice(button.style, form.at('style'), [1, 2, 3, 4, 5, 6]);
  asOptionalText(button.label, form.at('label'), { max: 80 });
  asOptionalBoolean(button.disabled, form.at('disabled'));
  const forbid = (name: string) => {
    if (button[name] !== undefined)
      form.at(name).fail('BUTTON_COMPONENT_FIELD_FORBIDDEN', `A button of this style cannot have "${name}"`);
  };
  if (style === ButtonStyle.Link) {
    const url = asText(button.url, form.at('url'), { min: 1, max: 512 });
    if (url !== undefined && !/^(https?|discord):\/\//.test(url)) {
      form.at('url').fail('URL_TYPE_INVALID_SCHEME', "Scheme must be one of ('http', 'https', 'discord').");
    }
    forbid('custom_id');
  } else if (style === ButtonStyle.Premium) {
    asText(button.sku_id, form.at('sku_id'), { min: 1, max: 20 });
    for (const name of ['custom_id', 'label', 'url', 'emoji']) forbid(name);
  } else {
    check.customId(button, form);
    forbid('url');
    forbid('sku_id');
  }
  if (style !== ButtonStyle.Premium && !button.label && !button.emoji) {
    form.fail('BUTTON_COMPONENT_INVALID_EMPTY', 'A button needs a label or an emoji');
  }
}

function checkGallery(gallery: Fields, form: Form, check: ComponentCheck): void {
  const at = form.at('items');
  const items = asArray(gallery.items, at);
  if (items.length < 1 || items.length > 10) at.fail('BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 10 in length.');
  for (const [index, value] of items.entries()) {
    const item = asObject(value, at.at(index));
    if (!item) continue;
    checkMedia(item.media, at.at(index).at('media'), check);
    asOptionalText(item.description, at.at(index).at('description'), { max: 1024 });
  }
}

function checkMedia(value: unknown, form: Form, check: ComponentCheck, { isUpload = false } = {}): void {
  const media = asObject(value, form);
  if (!media) return;
  const url = asText(media.url, form.at('url'), { min: 1, max: 2048 });
  if (url === undefined) return;
  const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
  if (name !== undefined && !check.filenames.has(name)) {
    form
      .at('url')
      .fail('UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', `The specified attachment "${name}" could not be found`);
  }
  if (name === undefined && (isUpload || !/^https?:\/\//.test(url))) {
    form
      .at('url')
      .fail('URL_TYPE_INVALID_SCHEME', `Scheme must be one of (${isUpload ? "'attachment'" : "'http', 'https', 'attachment'"}).`);
  }
}
