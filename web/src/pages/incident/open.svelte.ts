// The incident that is open, for all its tabs: read once, kept fresh, replaced by what each act answers with.
import { getContext, setContext } from 'svelte'
import type { Answer } from '../../api/client'
import type { Incident } from '../../api/types'
import { act } from '../../incident/acts'
import { Resource } from '../../live/resource.svelte'

export class OpenIncident {
    readonly file: Resource<Incident>

    constructor(readonly id: string) {
        this.file = new Resource<Incident>(() => this.path())
    }

    path(more = ''): string {
        return `/api/v1/incidents/${encodeURIComponent(this.id)}${more}`
    }

    /** Only with a file that is read; the tabs are drawn then. */
    get now(): Incident {
        return this.file.data!
    }

    take(answer: Answer<Incident>): Answer<Incident> {
        if (answer.data?.id === this.id) this.file.set(answer.data, answer.etag)
        return answer
    }

    async act(what: string, body: unknown = {}): Promise<Answer<Incident>> {
        return this.take(await act(this.id, what, body))
    }
}

const kKey = Symbol('incident')
export const provideIncident = (open: OpenIncident) => setContext(kKey, open)
export const openIncident = () => getContext<OpenIncident>(kKey)
