// Something that is read from the daemon, kept fresh while a screen shows it: read again when the journal says that it
// may have changed, and when the line is back.
import { get } from '../api/client'
import { asProblem, type Problem } from '../api/problem'
import { onChange } from './events.svelte'

export class Resource<T> {
    data = $state.raw<T | undefined>(undefined)
    etag = $state<string | null>(null)
    problem = $state.raw<Problem | null>(null)
    busy = $state(false)
    private again = false

    constructor(private readonly path: () => string | null) {}

    /** Reads now, and again with every change of the incident ("" any change) until the screen goes. */
    follow(incident: string): () => void {
        void this.load()
        return onChange(incident, () => void this.load())
    }

    async load(): Promise<void> {
        const path = this.path()
        if (path === null) return
        if (this.busy) {
            this.again = true
            return
        }
        this.busy = true
        try {
            const answer = await get<T>(path)
            if (path === this.path()) this.set(answer.data, answer.etag)
        } catch (thrown) {
            this.problem = asProblem(thrown)
        } finally {
            this.busy = false
            if (this.again || path !== this.path()) {
                this.again = false
                void this.load()
            }
        }
    }

    /** What a call that changed it answered with. */
    set(data: T, etag: string | null): void {
        this.data = data
        if (etag) this.etag = etag
        this.problem = null
    }
}
