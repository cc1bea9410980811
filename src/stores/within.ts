/** The work was not done in time. It may still end, unheard. */
export class Late extends Error {
  override readonly name = 'Late';
}

export async function within<Result>(deadlineMs: number, work: Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Late(`no answer within ${deadlineMs / 1000} s`)), deadlineMs);
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
