// People, as far as other screens need it.
export default {
    'sub.people': 'People',
}
