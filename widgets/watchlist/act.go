package watchlist

// Action is what an operator does with the watchlist: moves of the cursor.
type Action uint8

const (
	RowUp Action = iota
	RowDown
	PageUp
	PageDown
	Top
	Bottom
)

// Do does what an operator does.
func (m *Model) Do(a Action) {
	page := max(m.layout().rows, 1)
	m.selectRow([...]int{
		RowUp: m.cursor - 1, RowDown: m.cursor + 1, PageUp: m.cursor - page, PageDown: m.cursor + page, Top: 0, Bottom: len(m.rows) - 1,
	}[a])
}
