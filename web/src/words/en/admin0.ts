// Administration, as far as the house needs it.
export default {
    'admin.sessions': 'My sessions',
}
