package feed

// LimitEntries has log entries that are longer than so many bytes cut, from the next message on; 0 is no limit. See
// [session.Session.LimitEntries].
func (f *Feed) LimitEntries(bytes int64) { f.session.LimitEntries(bytes) }
