/** ModalRules: what a modal may look like (components/reference; interactions, "Modal"). */
import { type APIModalInteractionResponseCallbackData as Modal, ComponentType as Type } from 'discord.js';
import { isFileType } from '../../interactions/file-types.ts';
import { asArray, asChoice, asObject, asOptionalBoolean, asOptionalText, asText, type Form, inRange } from '../form.ts';
import { type ComponentCheck, createComponentCheck, type Fields, withIds } from './check.ts';
import { checkCounts, checkOptions, checkSelect, selectTypes } from './select-rules.ts';

const topLevel: readonly number[] = [Type.ActionRow, Type.TextDisplay, Type.Label];
const inLabel: readonly number[] = [
  Type.TextInput,
  ...selectTypes,
  Type.FileUpload,
  Type.RadioGroup,
  Type.CheckboxGroup,
  Type.Checkbox,
];
const mostComponents = 5;

export function readModal(value: unknown, form: Form): Modal | undefined {
  const modal = asObject(value, form);
  if (!modal) return undefined;
  asText(modal.custom_id, form.at('custom_id'), { min: 1, max: 100 });
  asText(modal.title, form.at('title'), { min: 1, max: 45 });
  const at = form.at('components');
  const components = asArray(modal.components, at);
  if (components.length < 1 || components.length > mostComponents) {
    at.fail('BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${mostComponents} in length.`);
  }
  const check = createComponentCheck(new Set());
  for (const [index, component] of components.entries()) checkTop(component, at.at(index), check);
  return form.hasFailed ? undefined : ({ ...modal, components: withIds(components) } as Modal);
}

function checkTop(value: unknown, form: Form, check: ComponentCheck): void {
  const component = check.enter(value, form, topLevel);
  if (!component) return;
  if (component.type === Type.TextDisplay) check.text(component.content, form.at('content'));
  else if (component.type === Type.Label) checkLabel(component, form, check);
  else checkRow(component, form, check);
}

/** The old way: a row with one text input, which has a label of its own. */
function checkRow(row: Fields, form: Form, check: ComponentCheck): void {
  const at = form.at('components');
  const inside = asArray(row.components, at);
  if (inside.length !== 1) at.fail('BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 1 in length.');
  for (const [index, child] of inside.entries()) {
    const input = check.enter(child, at.at(index), [Type.TextInput]);
    if (!input) continue;
    asText(input.label, at.at(index).at('label'), { min: 1, max: 45 });
    checkTextInput(input, at.at(index), check);
  }
}

function checkLabel(label: Fields, form: Form, check: ComponentCheck): void {
  asText(label.label, form.at('label'), { min: 1, max: 45 });
  asOptionalText(label.description, form.at('description'), { max: 100 });
  const at = form.at('component');
  const component = check.enter(label.component, at, inLabel);
  if (!component) return;
  const type = component.type as number;
  if (selectTypes.includes(type)) checkSelect(component, at, check, 'modal');
  else checkers[type](component, at, check);
}

const checkers: Readonly<Record<number, (component: Fields, form: Form, check: ComponentCheck) => void>> = {
  [Type.TextInput]: checkTextInput,
  [Type.FileUpload](component, form, check) {
    check.customId(component, form);
    const isRequired = asOptionalBoolean(component.required, form.at('required')) !== false;
    checkCounts(component, form, { largest: 10, isRequired });
    checkFileTypes(component.file_types, form.at('file_types'));
  },
  [Type.RadioGroup](component, form, check) {
    check.customId(component, form);
    asOptionalBoolean(component.required, form.at('required'));
    checkOptions(component, form, { min: 2, max: 10 });
  },
  [Type.CheckboxGroup](component, form, check) {
    check.customId(component, form);
    const isRequired = asOptionalBoolean(component.required, form.at('required')) !== false;
    checkCounts(component, form, { largest: 10, isRequired });
    checkOptions(component, form, { min: 1, max: 10 });
  },
  [Type.Checkbox](component, form, check) {
    check.customId(component, form);
    asOptionalBoolean(component.default, form.at('default'));
  },
};

function checkTextInput(input: Fields, form: Form, check: ComponentCheck): void {
  check.customId(input, form);
  asChoice(input.style, form.at('style'), [1, 2]);
  asOptionalBoolean(input.required, form.at('required'));
  asOptionalText(input.placeholder, form.at('placeholder'), { max: 100 });
  const [min, max] = [input.min_length, input.max_length];
  if (typeof min === 'number') inRange(min, form.at('min_length'), { min: 0, max: 4000 });
  if (typeof max === 'number') inRange(max, form.at('max_length'), { min: 1, max: 4000 });
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    form.at('min_length').fail('TEXT_INPUT_MIN_MAX', 'min_length must be less than or equal to max_length');
  }
  asOptionalText(input.value, form.at('value'), { max: typeof max === 'number' ? max : 4000 });
}

export function checkFileTypes(value: unknown, form: Form): void {
  if (value === undefined || value === null) return;
  const types = asArray(value, form);
  if (types.length > 10) form.fail('BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  for (const [index, type] of types.entries()) {
    if (!isFileType(type)) form.at(index).fail('FILE_TYPE_INVALID', 'Must be image, video, audio, or an extension with its dot.');
  }
}
