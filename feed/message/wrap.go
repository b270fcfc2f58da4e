package message

import (
	"bytes"

	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// unprefix scans a message that has something before its JSON: 42["a"] becomes {"$prefix":"42","$body":["a"]}. What
// follows and is no JSON is a text. It reports whether there was a prefix.
func (d *Document) unprefix(raw []byte) bool {
	at := d.frames.Prefix.FindSubmatchIndex(raw)
	if at == nil || at[2] < 0 {
		return false
	}
	body := raw[at[1]:]
	d.wrapped = lang.TextValue(string(raw[at[2]:at[3]])).AppendJSON(append(d.wrapped[:0], `{"$prefix":`...))
	switch {
	case len(body) == 0:
	case d.tape.Scan(body) == nil: // by itself: what only completes our own text is no body
		d.wrapped = append(append(d.wrapped, `,"$body":`...), body...)
	default:
		d.wrapped = lang.TextValue(string(body)).AppendJSON(append(d.wrapped, `,"$body":`...))
	}
	d.wrapped = append(d.wrapped, '}')
	_ = d.tape.Scan(d.wrapped)
	if len(d.frames.JSONIn) > 0 {
		d.decodeInside()
	}
	return true
}

// decodeInside replaces the texts that are JSON themselves by what they say, if that is an object or a list.
func (d *Document) decodeInside() {
	for i := range d.frames.JSONIn {
		at := d.find(&d.frames.JSONIn[i], d.tape.Root())
		inside := bytes.TrimSpace(d.tape.Text(at))
		if d.tape.Kind(at) != json.String || len(inside) == 0 || inside[0] != '{' && inside[0] != '[' {
			continue
		}
		inside = bytes.Clone(inside)
		start, end := d.tape.Span(at)
		whole := d.tape.Raw(d.tape.Root())
		first, _ := d.tape.Span(d.tape.Root())
		if d.tape.Scan(inside) != nil { // by itself: it must not end the text around it
			_ = d.tape.Scan(whole)
			continue
		}
		text := make([]byte, 0, len(whole)+len(inside))
		text = append(append(append(text, whole[:start-first]...), inside...), whole[end-first:]...)
		if d.tape.Scan(text) != nil { // deeper, or more values, than the two have by themselves
			_ = d.tape.Scan(whole)
		}
	}
}
