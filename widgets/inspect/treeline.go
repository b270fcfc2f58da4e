package inspect

import (
	"fmt"
	"strings"
	"time"

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
	p := pen{glyphs: m.th.Glyphs, space: width, plain: cursor && m.focused}
	if cursor {
		p.add(m.th.Glyphs.Signs().Pointer, m.th.Title)
	} else {
		p.add(" ", m.th.Text)
	}
	if l.part == rest {
		p.add(fmt.Sprintf("%s %s more, not parsed", m.th.Glyphs.Signs().More, text.Bytes(uint64(l.doc.left))), m.th.Warn)
		return p.finish(m.th)
	}
	m.addMark(&p, l)
	n := &l.doc.nodes[l.node]
	// A deep value still has half of the line for itself.
	p.add(strings.Repeat(" ", min(int(n.depth)*indent, width/2)), m.th.Text)
	switch {
	case l.part == closing:
		_, bracket := n.kind.brackets()
		p.add("  "+bracket, m.th.Text)
	case l.part == gone:
		p.add("  ", m.th.Text)
		m.addName(&p, l)
		m.addWhole(&p, l.doc, l.node)
	case !n.kind.container():
		p.add("  ", m.th.Text)
		m.addName(&p, l)
		m.addScalar(&p, l)
	default:
		m.addContainer(&p, l)
	}
	return p.finish(m.th)
}

// addMark is the mark of a line in a column of its own. That of a folded container speaks for all that is in it.
func (m *Model) addMark(p *pen, l line) {
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
	p.add(k.sign()+" ", style)
}

// addName is "price: ", or "0: " in a list.
func (m *Model) addName(p *pen, l line) {
	n := &l.doc.nodes[l.node]
	if n.parent < 0 {
		return
	}
	if l.doc.nodes[n.parent].kind == list {
		p.add(fmt.Sprintf("%d: ", n.index), m.th.Dim)
		return
	}
	// A name leaves half of what is left to its value.
	cells := max(p.space/2, 1)
	name := l.doc.raw[n.nameFrom:n.nameTo]
	if len(name) == 0 {
		p.add(`""`, m.th.Label)
	} else {
		p.addText(beginning(name, cells), cells, m.th.Label)
	}
	p.add(": ", m.th.Text)
}

// addScalar is a value with what is known about it: `"61240.20"  was "61241.00"`.
func (m *Model) addScalar(p *pen, l line) {
	behind := pen{glyphs: p.glyphs, space: p.space / 2, plain: p.plain}
	if m.tree.diff != nil && m.tree.diff.marks[l.node] == changed {
		behind.add("  was ", m.th.Dim)
		m.addOld(&behind, l)
	}
	p.space -= behind.used
	m.addValue(p, l.doc, l.node)
	if hint := m.timeHint(l); hint != "" && p.space >= hintUnder {
		p.add("  "+hint, m.th.Dim)
	}
	p.space += behind.used
	p.join(&behind)
}

// addOld is what a changed value was before.
func (m *Model) addOld(p *pen, l line) {
	if j, ok := m.tree.before.at[l.place()]; ok {
		m.addWhole(p, m.tree.before, j)
	}
}

// addWhole is a value on one line, a container as if it were folded.
func (m *Model) addWhole(p *pen, d *document, i int32) {
	if !d.nodes[i].kind.container() {
		m.addValue(p, d, i)
		return
	}
	p.add(summary(&d.nodes[i], p.glyphs), m.th.Text)
	m.addPreview(p, d, i)
}

// addValue is a scalar as the message has it, escapes in strings undone.
func (m *Model) addValue(p *pen, d *document, i int32) {
	n := &d.nodes[i]
	literal := d.raw[n.from:n.to]
	if n.kind == plain {
		p.addText(literal[:min(len(literal), p.space+1)], p.space, m.th.Text)
		return
	}
	text := append([]byte{'"'}, beginning(literal, p.space)...)
	if n.cut {
		text = append(text, m.th.Glyphs.Signs().More...)
	} else {
		text = append(text, '"')
	}
	p.addText(text, p.space, m.th.Text)
}

// addContainer is the first line of a container: "▾ bids: [" open, "▸ bids: [2]  "61240.20", "0.5"" folded.
func (m *Model) addContainer(p *pen, l line) {
	n := &l.doc.nodes[l.node]
	start, end := n.kind.brackets()
	inside := m.tree.foldable(l.node)
	folded := m.tree.folded(l.node)
	switch {
	case !inside:
		p.add("  ", m.th.Text)
	case folded:
		p.add(m.th.Glyphs.Signs().Folded+" ", m.th.Text)
	default:
		p.add(m.th.Glyphs.Signs().Unfolded+" ", m.th.Text)
	}
	m.addName(p, l)
	switch {
	case inside && !folded:
		p.add(start, m.th.Text)
	case n.size == 0 && !n.cut:
		p.add(start+end, m.th.Text)
	default:
		p.add(summary(n, p.glyphs), m.th.Text)
	}
	if m.tree.diff != nil && m.tree.diff.marks[l.node] == changed {
		p.add("  was ", m.th.Dim)
		m.addOld(p, l)
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
	return start + text.Count(uint64(n.size)) + more + end
}

// addPreview is the first values of a container, as many as there is space for: `  price: "61240.20", bids: [12]`.
func (m *Model) addPreview(p *pen, d *document, i int32) {
	style := m.th.Dim
	p.add("  ", style)
	for child := i + 1; child < d.nodes[i].end && p.space > 0; child = d.nodes[child].end {
		n := &d.nodes[child]
		if child > i+1 {
			p.add(", ", style)
		}
		if d.nodes[i].kind == object {
			p.addText(beginning(d.raw[n.nameFrom:n.nameTo], p.space), p.space, style)
			p.add(": ", style)
		}
		switch literal := d.raw[n.from:n.to]; {
		case n.kind.container():
			p.add(summary(n, p.glyphs), style)
		case n.kind == quoted:
			text := append([]byte{'"'}, beginning(literal, p.space)...)
			p.addText(append(text, '"'), p.space, style)
		default:
			p.addText(literal[:min(len(literal), p.space+1)], p.space, style)
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
	at, ok := parseTime(string(beginning(l.doc.raw[n.nameFrom:n.nameTo], maxTime)), value)
	if !ok && !m.msg.Time.IsZero() {
		// The preset has read a time here, whatever the name.
		at, ok = unixTime(value)
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
		hint += " (lag " + text.Lag(m.msg.At.Sub(m.msg.Time)) + ")"
	}
	return hint
}
