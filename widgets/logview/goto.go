package logview

// Goto freezes the log and puts the cursor on row n, or on the nearest one that there is.
func (m *Model) Goto(n uint64) {
	m.Freeze(m.now)
	by := int64(n) - int64(m.cursor)
	m.move(by, by)
}
