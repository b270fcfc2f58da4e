package message

import "sockeye/feed/preset/lang"

// place is a path of a preset, with where it leads in messages of shapes that were met: there it is not followed again.
type place struct {
	path  *lang.Path // nil: the preset has none
	known [knownPlaces]known
}

// known says that in messages of a shape the path leads from a record to a value.
type known struct {
	shape    uint64
	from, at Ref
}

// knownPlaces is for how many records and shapes that is known. It is a power of two.
const knownPlaces = 8

func newPlace(path *lang.Path) place {
	p := place{path: path}
	for i := range p.known {
		p.known[i].from, p.known[i].at = Nothing, Nothing // found by a message without a shape that has no values
	}
	return p
}

// in returns what stands at the place in a record of the current message.
func (p *place) in(d *Document, record Ref) Ref {
	if k := &p.known[(d.shape+uint64(record))%knownPlaces]; k.shape == d.shape && k.from == record {
		return k.at
	}
	return p.search(d, record)
}

// search follows the path.
func (p *place) search(d *Document, record Ref) Ref {
	at := d.find(p.path, record)
	if d.shape != 0 {
		p.known[(d.shape+uint64(record))%knownPlaces] = known{d.shape, record, at}
	}
	return at
}

// textAt returns the scalar at a place of a record, or nil. It is valid until the next call.
func (d *Document) textAt(p *place, record Ref) []byte {
	if p.path == nil {
		return nil
	}
	if d.large {
		return d.Text(p.path, record)
	}
	return d.tape.Scalar(p.in(d, record))
}
