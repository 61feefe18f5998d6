type Call = (...args: never[]) => Promise<unknown>

/**
 * An API whose code is fetched with the first call.
 * @param names every call of it; the compiler names one that is missing
 * @param load gives the API when its code is there; asked with each call
 */
export function lazyApi<A extends Record<keyof A, Call>>(
  names: Readonly<Record<keyof A, true>>,
  load: () => Promise<A>
): A {
  const calls = (Object.keys(names) as (keyof A)[]).map((name) => {
    const call = async (...args: Parameters<A[typeof name]>): Promise<unknown> => (await load())[name](...args)
    return [name, call] as const
  })
  // Object.fromEntries forgets the names of the calls.
  return Object.fromEntries(calls) as unknown as A
}
