// The names of those who act, as the journal has them: token:dpo, rule:exfiltration, system.
import { label } from '../vocabulary.svelte'

export function who(actor: string | null | undefined): string {
    if (!actor) return '–'
    const at = actor.indexOf(':')
    const kind = at < 0 ? actor : actor.slice(0, at)
    const name = at < 0 ? '' : actor.slice(at + 1)
    if (kind === 'token' || kind === 'person' || kind === 'session') return name
    const known = label('actors', kind)
    return name ? `${known} “${name}”` : known
}
