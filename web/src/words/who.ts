// The names of those who act, as the journal has them: token:dpo, rule:exfiltration, system. Names of people are learnt
// from the answers that hold them.
import { SvelteMap } from 'svelte/reactivity'
import { label } from '../vocabulary.svelte'

const names = new SvelteMap<string, string>()

export function learnName(id: string | null | undefined, name: string | null | undefined): void {
    if (id && name && names.get(id) !== name) names.set(id, name)
}

export function who(actor: string | null | undefined): string {
    if (!actor) return '–'
    const at = actor.indexOf(':')
    const kind = at < 0 ? actor : actor.slice(0, at)
    const name = at < 0 ? '' : actor.slice(at + 1)
    if (at < 0 || kind === 'token' || kind === 'person' || kind === 'session') {
        const id = name || kind
        return names.get(id) ?? (at < 0 ? label('actors', id) : id)
    }
    return `${label('actors', kind)} “${name}”`
}
