package message

import (
	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// MaxRecords bounds the records of one message: each of them costs more than its bytes.
const MaxRecords = 1 << 16

// records returns what `each` picks and `where` keeps, and reports whether `each` is there at all. A list of
// nothing but lists and objects is many records, an object or any other list is one, an empty list is none.
// The records are valid until the next call.
func (d *Document) records(each *lang.Path, where lang.Match, scope lang.Scope) ([]Ref, bool) {
	d.picked, d.cut = d.picked[:0], false
	if !d.pickAll(each) {
		return nil, false
	}
	if len(where) > 0 {
		kept := d.picked[:0]
		for _, record := range d.picked {
			if d.matchesAt(where, scope, record) {
				kept = append(kept, record)
			}
		}
		d.picked = kept
	}
	return d.picked, true
}

func (d *Document) pickAll(each *lang.Path) bool {
	if each == nil {
		if d.tape.Root() == Nothing {
			return false
		}
		d.picked = append(d.picked, d.tape.Root())
		return true
	}
	return d.pick(each.Steps, d.tape.Root())
}

func (d *Document) pick(steps []lang.Step, at Ref) bool {
	for i := range steps {
		if steps[i].Any {
			found := false
			for e := d.tape.First(at); e != Nothing; e = d.tape.Next(at, e) {
				found = d.pick(steps[i+1:], e) || found
			}
			return found || d.tape.Kind(at) >= json.List && d.tape.Len(at) == 0
		}
		if at = d.step(&steps[i], at); at == Nothing {
			return false
		}
	}
	switch d.tape.Kind(at) {
	case json.Object:
		d.keep(at)
		return true
	case json.List:
		for e := d.tape.First(at); e != Nothing; e = d.tape.Next(at, e) {
			if d.tape.Kind(e) < json.List {
				d.keep(at)
				return true
			}
		}
		for e := d.tape.First(at); e != Nothing && !d.cut; e = d.tape.Next(at, e) {
			d.keep(e)
		}
		return true
	}
	return false
}

// keep adds a record, as long as there is space.
func (d *Document) keep(record Ref) {
	if len(d.picked) == MaxRecords {
		d.cut = true
		return
	}
	d.picked = append(d.picked, record)
}
