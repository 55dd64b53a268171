// The calls that change an incident. Each answers with the incident as it then is.
import { call, post, type Answer, type Options } from '../api/client'
import type { Incident } from '../api/types'

const path = (id: string) => `/api/v1/incidents/${encodeURIComponent(id)}`

export function act(id: string, what: string, body: unknown = {}, options: Options = {}): Promise<Answer<Incident>> {
    return post<Incident>(`${path(id)}/${what}`, body, options)
}

export const acknowledge = (id: string, note?: string) => act(id, 'acknowledge', note ? { note } : {})

export function change(id: string, facts: Record<string, unknown>, etag: string | null): Promise<Answer<Incident>> {
    return call<Incident>('PATCH', path(id), { body: facts, type: 'application/merge-patch+json', ifMatch: etag })
}
