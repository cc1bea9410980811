/** SelectRules: menus, in messages and modals (components/reference, "String Select" and its kin). */
import { ComponentType } from 'discord.js';
import { asArray, asObject, asOptionalBoolean, asOptionalText, asText, type Form, inRange } from '../form.ts';
import type { ComponentCheck, Fields } from './check.ts';

export const selectTypes: readonly number[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

export function checkSelect(select: Fields, form: Form, check: ComponentCheck, place: 'message' | 'modal'): void {
  check.customId(select, form);
  asOptionalText(select.placeholder, form.at('placeholder'), { max: 150 });
  const isRequired = place === 'modal' && asOptionalBoolean(select.required, form.at('required')) !== false;
  checkCounts(select, form, { largest: 25, isRequired });
  const isDisabled = asOptionalBoolean(select.disabled, form.at('disabled'));
  if (place === 'modal' && isDisabled)
    form.at('disabled').fail('COMPONENT_DISABLED_IN_MODAL', 'A modal cannot have disabled components');
  if (select.type === ComponentType.StringSelect) checkOptions(select, form, { min: 1, max: 25 });
}

/** `min_values` and `max_values`. */
export function checkCounts(
  component: Fields,
  form: Form,
  rule: { readonly largest: number; readonly isRequired: boolean },
): void {
  const [min, max] = [component.min_values, component.max_values];
  if (min !== undefined) inRange(min as number, form.at('min_values'), { min: rule.isRequired ? 1 : 0, max: rule.largest });
  if (max !== undefined) inRange(max as number, form.at('max_values'), { min: 1, max: rule.largest });
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    form.at('min_values').fail('COMPONENT_MIN_MAX', 'min_values must be less than or equal to max_values');
  }
}

/** Options of menus, radio groups and checkbox groups. */
export function checkOptions(component: Fields, form: Form, rule: { readonly min: number; readonly max: number }): void {
  const at = form.at('options');
  const options = asArray(component.options, at);
  if (options.length < rule.min || options.length > rule.max) {
    at.fail('BASE_TYPE_BAD_LENGTH', `Must be between ${rule.min} and ${rule.max} in length.`);
  }
  const values = new Set<unknown>();
  for (const [index, value] of options.entries()) {
    const option = asObject(value, at.at(index));
    if (!option) continue;
    asText(option.label, at.at(index).at('label'), { min: 1, max: 100 });
    asText(option.value, at.at(index).at('value'), { min: 1, max: 100 });
    asOptionalText(option.description, at.at(index).at('description'), { max: 100 });
    if (values.has(option.value)) {
      at.at(index).at('value').fail('SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
    }
    values.add(option.value);
  }
}
