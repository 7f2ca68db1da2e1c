/** A typed list of listeners. `Events` maps the name of each event to what it carries. */
export class Listeners<Events> {
  private readonly listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  /** Returns the function that removes the listener. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as (payload: Events[Name]) => void)(payload);
  }

  clear(): void {
    this.listeners.clear();
  }
}
