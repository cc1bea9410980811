/** getMe; the descriptions and the name; logOut and close. */
import { badRequest, tooManyRequests } from '../api-error.ts';
import type { World } from '../world/world.ts';
import type { Method, MethodCall, Methods } from './method.ts';

/** UTF-16 code units. */
const limits = { description: 512, short_description: 120, name: 64 };
type Profile = keyof typeof limits;

const CLOSABLE_SECONDS = 10 * 60;

/** In this language, or what is for all the others. */
export const profileText = (world: World, what: Profile, language: string) =>
  world.profile.get(`${what}/${language}`) ?? world.profile.get(`${what}/`) ?? '';

function checkLanguage({ parameters }: MethodCall): void {
  const language = parameters.text('language_code');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('LANG_CODE_INVALID');
}

const sets =
  (what: Profile): Method =>
  call => {
    const text = call.parameters.text(what);
    const key = `${what}/${call.parameters.text('language_code')}`;
    checkLanguage(call);
    if (text.length > limits[what])
      throw badRequest(what === 'name' ? 'BOT_TITLE_INVALID' : `bot ${what.replace('_', ' ')} is too long`);
    if (text === '') call.world.profile.delete(key);
    else call.world.profile.set(key, text);
    return true;
  };

const gets =
  (what: Profile): Method =>
  call => {
    checkLanguage(call);
    return { [what]: profileText(call.world, what, call.parameters.text('language_code')) };
  };

export const meMethods: Methods = {
  getme: ({ world }) => ({
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: !world.privacyMode,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),
  setmydescription: sets('description'),
  getmydescription: gets('description'),
  setmyshortdescription: sets('short_description'),
  getmyshortdescription: gets('short_description'),
  setmyname: sets('name'),
  getmyname: gets('name'),
  logout({ world }) {
    world.updates.drop();
    world.session.isLoggedOut = true;
    return true;
  },
  close({ world }) {
    const waitSeconds = Math.ceil(CLOSABLE_SECONDS - (world.clock.now() - world.session.startedMs) / 1000);
    if (waitSeconds > 0) throw tooManyRequests(waitSeconds);
    return true;
  },
};
