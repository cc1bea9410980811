/** What `promise` gives; rejects with `lateness()` when that takes longer. The promise may still fail then, unheard. */
export async function within<Result>(seconds: number, promise: Promise<Result>, lateness: () => Error): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(lateness()), seconds * 1000);
  promise.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
