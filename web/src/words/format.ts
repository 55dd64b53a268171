// Numbers, moments and stretches of time as an office writes them. Times are Vietnam's, whatever the machine's zone.
import { lang, t } from './words.svelte'

const kZone = 'Asia/Ho_Chi_Minh'
const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: kZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
})

function pieces(at: number): Record<string, string> {
    return Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]))
}

const moment = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at))

/** 14:05 25/11/2026 */
export function dateTime(at: string | number | null | undefined): string {
    if (at === null || at === undefined || at === '') return '–'
    const p = pieces(moment(at))
    return `${p.hour}:${p.minute} ${p.day}/${p.month}/${p.year}`
}

/** 14:05 today, else 14:05 25/11. */
export function shortTime(at: string | number | null | undefined, now: number): string {
    if (at === null || at === undefined || at === '') return '–'
    const p = pieces(moment(at))
    const n = pieces(now)
    if (p.day === n.day && p.month === n.month && p.year === n.year) return `${p.hour}:${p.minute}`
    const year = p.year === n.year ? '' : `/${p.year}`
    return `${p.hour}:${p.minute} ${p.day}/${p.month}${year}`
}

export function date(at: string | number | null | undefined): string {
    if (at === null || at === undefined || at === '') return '–'
    const p = pieces(moment(at))
    return `${p.day}/${p.month}/${p.year}`
}

export function seconds(at: string | number): string {
    const p = pieces(moment(at))
    return `${p.hour}:${p.minute}:${p.second} ${p.day}/${p.month}/${p.year}`
}

export function utc(at: string | number | null | undefined): string {
    if (at === null || at === undefined || at === '') return ''
    return new Date(moment(at))
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC')
}

/** What an <input type="datetime-local"> shows, in Vietnam's time, and back to RFC 3339. */
export function toInput(at: string | null | undefined): string {
    if (!at) return ''
    const p = pieces(moment(at))
    return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}`
}
export function fromInput(value: string): string | null {
    if (!value) return null
    const full = value.length === 16 ? value + ':00' : value
    return new Date(full + '+07:00').toISOString().replace('.000Z', 'Z')
}

/** 61:40; from four days on "5 ngày". */
export function hours(ms: number): string {
    const minutes = Math.floor(Math.abs(ms) / 60_000)
    if (minutes >= 96 * 60) return t('days', { n: Math.floor(minutes / 1440) })
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** A stretch in its largest unit: 40 giây, 11 phút, 3 giờ, 5 ngày. */
export function stretch(ms: number): string {
    const s = Math.max(0, Math.round(ms / 1000))
    if (s < 60) return t('seconds', { n: s })
    if (s < 3600) return t('minutes', { n: Math.round(s / 60) })
    if (s < 48 * 3600) return t('hours', { n: Math.round(s / 3600) })
    return t('days', { n: Math.round(s / 86400) })
}

export function ago(at: string | null | undefined, now: number): string {
    if (!at) return t('never')
    const ms = now - moment(at)
    return ms < 10_000 ? t('just_now') : t('ago', { time: stretch(ms) })
}

export function number(n: number | null | undefined): string {
    if (n === null || n === undefined) return '–'
    return n.toLocaleString(lang.now === 'vi' ? 'vi-VN' : 'en-GB')
}

export function bytes(n: number): string {
    if (n < 1024) return `${n} B`
    if (n < 1024 * 1024) return `${number(Math.round(n / 1024))} KiB`
    return `${number(Math.round(n / 1024 / 102.4) / 10)} MiB`
}

/** The first letter large, for a label that begins a line. */
export function capital(text: string): string {
    return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
}
