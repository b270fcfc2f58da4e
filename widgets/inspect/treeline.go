package inspect

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/text"
)

const (
	indent    = 2  // cells for each depth
	hintUnder = 14 // cells left under which a time is not added
	sameTime  = time.Millisecond
)

// formatTree formats the lines of the tree from top on, as many as there is space for.
func (m *Model) formatTree(width, height int) []string {
	var body []string
	for i := m.top; i < min(m.top+height, len(m.tree.lines)); i++ {
		body = append(body, m.formatLine(m.tree.lines[i], width, i == m.tree.cursor))
	}
	return body
}

// formatLine is "›~    price: "61240.20"  was "61241.00"": the cursor, the mark if differences are shown, and the
// value.
func (m *Model) formatLine(l line, width int, cursor bool) string {
	p := text.NewLine(m.th.Glyphs, width)
	if cursor && m.focused {
		p.Over(m.th.Cursor)
	}
	if cursor {
		p.Add(m.th.Glyphs.Signs().Pointer, m.th.Title)
	} else {
		p.Add(" ", m.th.Text)
	}
	if l.part == rest {
		p.Add(fmt.Sprintf("%s %s more, not parsed", m.th.Glyphs.Signs().More, format.Bytes(uint64(l.doc.left))), m.th.Warn)
		return p.Fill()
	}
	m.addMark(p, l)
	n := &l.doc.nodes[l.node]
	// A deep value still has half of the line for itself.
	p.Add(strings.Repeat(" ", min(int(n.depth)*indent, width/2)), m.th.Text)
	switch {
	case l.part == closing:
		_, bracket := n.kind.brackets()
		p.Add("  "+bracket, m.th.Text)
	case l.part == gone:
		p.Add("  ", m.th.Text)
		m.addName(p, l)
		m.addWhole(p, l.doc, l.node)
	case !n.kind.container():
		p.Add("  ", m.th.Text)
		m.addName(p, l)
		m.addScalar(p, l)
	default:
		m.addContainer(p, l)
	}
	return p.Fill()
}

// addMark is the mark of a line in a column of its own. That of a folded container is for all that is in it.
func (m *Model) addMark(p *text.Line, l line) {
	diff := m.tree.diff
	if diff == nil {
		return
	}
	k := same
	switch l.part {
	case gone:
		k = removed
	case opening:
		k = diff.marks[l.node]
		if k == same && diff.inside[l.node] && m.tree.folded(l.node) {
			k = changed
		}
	}
	style := m.th.Text
	switch k {
	case changed:
		style = m.th.Warn
	case added:
		style = m.th.Good
	case removed:
		style = m.th.Bad
	}
	p.Add(k.sign()+" ", style)
}

// addName is "price: ", or "0: " in a list.
func (m *Model) addName(p *text.Line, l line) {
	n := &l.doc.nodes[l.node]
	if n.parent < 0 {
		return
	}
	if l.doc.nodes[n.parent].kind == list {
		p.Add(fmt.Sprintf("%d: ", n.index), m.th.Dim)
		m.addPresetName(p, l, "")
		return
	}
	// A name leaves half of what is left to its value.
	cells := max(p.Space()/2, 1)
	name := l.doc.raw[n.nameFrom:n.nameTo]
	if len(name) == 0 {
		p.Add(`""`, m.th.Label)
	} else {
		p.AddText(beginning(name, cells), cells, m.th.Label)
	}
	p.Add(": ", m.th.Text)
	m.addPresetName(p, l, string(name[:min(len(name), cells)]))
}

// addPresetName is what the preset calls the value, where the message calls it something else and half of the line is left.
func (m *Model) addPresetName(p *text.Line, l line, own string) {
	if m.msg.Name == nil || l.part == gone {
		return
	}
	name := m.th.Glyphs.Text(m.msg.Name(l.doc.path(l.node)), p.Space())
	if name == "" || name == own || ansi.StringWidth(name) > p.Space()/2 {
		return
	}
	p.Add(name+" ", m.th.Label)
}

// addScalar is a value with what is known about it: `"61240.20"  was "61241.00"`.
func (m *Model) addScalar(p *text.Line, l line) {
	behind := p.Piece(p.Space() / 2)
	if m.tree.diff != nil && m.tree.diff.marks[l.node] == changed {
		behind.Add("  was ", m.th.Dim)
		if was, ok := m.tree.before.at[l.place()]; ok {
			m.addWhole(behind, m.tree.before, was)
		}
	}
	p.Reserve(behind.Used())
	m.addValue(p, l.doc, l.node)
	if hint := m.timeHint(l); hint != "" && p.Space() >= hintUnder {
		p.Add("  "+hint, m.th.Dim)
	}
	p.Reserve(-behind.Used())
	p.Join(behind)
}

// addWhole is a value on one line, a container as if it were folded.
func (m *Model) addWhole(p *text.Line, d *document, i int32) {
	if !d.nodes[i].kind.container() {
		m.addValue(p, d, i)
		return
	}
	p.Add(summary(&d.nodes[i], m.th.Glyphs), m.th.Text)
	m.addPreview(p, d, i)
}

// addValue is a scalar as the message has it, escapes in strings undone.
func (m *Model) addValue(p *text.Line, d *document, i int32) {
	n := &d.nodes[i]
	literal := d.raw[n.from:n.to]
	if n.kind == plain {
		p.AddText(literal[:min(len(literal), p.Space()+1)], p.Space(), m.th.Text)
		return
	}
	shown := append([]byte{'"'}, beginning(literal, p.Space())...)
	if n.cut {
		shown = append(shown, m.th.Glyphs.Signs().More...)
	} else {
		shown = append(shown, '"')
	}
	p.AddText(shown, p.Space(), m.th.Text)
}

// addContainer is the first line of a container: "▾ bids: [" open, "▸ bids: [2]  "61240.20", "0.5"" folded.
func (m *Model) addContainer(p *text.Line, l line) {
	n := &l.doc.nodes[l.node]
	start, end := n.kind.brackets()
	inside := m.tree.foldable(l.node)
	folded := m.tree.folded(l.node)
	switch {
	case !inside:
		p.Add("  ", m.th.Text)
	case folded:
		p.Add(m.th.Glyphs.Signs().Folded+" ", m.th.Text)
	default:
		p.Add(m.th.Glyphs.Signs().Unfolded+" ", m.th.Text)
	}
	m.addName(p, l)
	switch {
	case inside && !folded:
		p.Add(start, m.th.Text)
	case n.size == 0 && !n.cut:
		p.Add(start+end, m.th.Text)
	default:
		p.Add(summary(n, m.th.Glyphs), m.th.Text)
	}
	if m.tree.diff != nil && m.tree.diff.marks[l.node] == changed {
		p.Add("  was ", m.th.Dim)
		if was, ok := m.tree.before.at[l.place()]; ok {
			m.addWhole(p, m.tree.before, was)
		}
		return
	}
	if folded {
		m.addPreview(p, l.doc, l.node)
	}
}

// summary is "[12]", the number of values in a container; "[12…]" if there may be more.
func summary(n *node, glyphs text.Glyphs) string {
	start, end := n.kind.brackets()
	more := ""
	if n.cut {
		more = glyphs.Signs().More
	}
	return start + format.Count(uint64(n.size)) + more + end
}

// addPreview is the first values of a container, as many as there is space for: `  price: "61240.20", bids: [12]`.
func (m *Model) addPreview(p *text.Line, d *document, i int32) {
	style := m.th.Dim
	p.Add("  ", style)
	for child := i + 1; child < d.nodes[i].end && p.Space() > 0; child = d.nodes[child].end {
		n := &d.nodes[child]
		if child > i+1 {
			p.Add(", ", style)
		}
		if d.nodes[i].kind == object {
			p.AddText(beginning(d.raw[n.nameFrom:n.nameTo], p.Space()), p.Space(), style)
			p.Add(": ", style)
		}
		switch literal := d.raw[n.from:n.to]; {
		case n.kind.container():
			p.Add(summary(n, m.th.Glyphs), style)
		case n.kind == quoted:
			shown := append([]byte{'"'}, beginning(literal, p.Space())...)
			p.AddText(append(shown, '"'), p.Space(), style)
		default:
			p.AddText(literal[:min(len(literal), p.Space()+1)], p.Space(), style)
		}
	}
}

// timeHint is the time of day of a value that is a time, with the date if it is not that of the message, and the lag
// if it is the message's own time.
func (m *Model) timeHint(l line) string {
	n := &l.doc.nodes[l.node]
	if n.to-n.from > maxTime {
		return ""
	}
	value, ok := l.doc.text(l.node)
	if !ok {
		return ""
	}
	at, ok := m.parseTime(string(beginning(l.doc.raw[n.nameFrom:n.nameTo], maxTime)), value)
	if !ok && !m.msg.Time.IsZero() {
		// The preset has read a time here, whatever the name.
		at, _, ok = m.readTime(value)
		ok = ok && at.Sub(m.msg.Time).Abs() < sameTime
	}
	if !ok {
		return ""
	}
	layout := clock
	at = at.In(m.location)
	if at.Format(time.DateOnly) != m.msg.At.In(m.location).Format(time.DateOnly) {
		layout = dateClock
	}
	hint := at.Format(layout)
	if !m.msg.Time.IsZero() && at.Sub(m.msg.Time).Abs() < sameTime {
		hint += " (lag " + format.Lag(m.msg.At.Sub(m.msg.Time)) + ")"
	}
	return hint
}
