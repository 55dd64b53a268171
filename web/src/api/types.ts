// Names for what the calls answer, taken from the types that are made of openapi.yaml.
import type { components } from './schema'

type Schemas = components['schemas']
// The daemon always writes every member of what it answers; the document does not repeat that for each.
type Whole<T> = T extends (infer E)[] ? Whole<E>[] : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T
export type Incident = Whole<Schemas['Incident']>
export type IncidentRow = Whole<Schemas['IncidentRow']>
export type Waiting = Whole<Schemas['Waiting']>
export type Health = Whole<Schemas['Health']>
export type Obligation = Whole<Schemas['Obligation']>
export type Clock = Whole<Schemas['Clock']>
export type Task = Whole<Schemas['Task']>
export type Filing = Whole<Schemas['Filing']>
export type Entry = Whole<Schemas['Entry']>
export type Alert = Whole<Schemas['Alert']>
export type NoticeDraft = Whole<Schemas['NoticeDraft']>
export type NoticeText = Whole<Schemas['NoticeText']>
export type Delivery = Whole<Schemas['Delivery']>
export type ListedSubject = Whole<Schemas['ListedSubject']>
export type BeforeRelease = Whole<Schemas['BeforeRelease']>
export type DeskFile = Whole<Schemas['DeskFile']>
export type PublicPage = Whole<Schemas['PublicPage']>
export type Channel = Whole<Schemas['Channel']>
export type Document_ = Whole<Schemas['Document']>
export type Quarantined = Whole<Schemas['Quarantined']>
export type KindCount = Whole<Schemas['KindCount']>
export type Proposal = Whole<Schemas['Proposal']>

export interface Slice<T> {
    items: T[]
    next: string | null
}
