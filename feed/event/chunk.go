package event

import "time"

// ChunkBytes is the size that the slab of a chunk does not outgrow, in bytes; only a single larger message has
// a slab of its own size.
const ChunkBytes = 256 << 10

// Chunk is a run of log entries with the bytes they refer to.
type Chunk struct {
	Slab    []byte
	Entries []Entry
	notes   int // entries that are not messages of the server
}

// Inbound returns how many of the entries are messages of the server.
func (c *Chunk) Inbound() int { return len(c.Entries) - c.notes }

// Payload returns the raw bytes of an entry of this chunk. They are not sanitised.
func (c *Chunk) Payload(e *Entry) []byte { return c.Slab[e.offset : e.offset+e.size] }

// Text returns what the log shows of an entry: the preset's `text` where it has one, else the payload.
func (c *Chunk) Text(e *Entry) []byte {
	if e.textSize > 0 {
		return c.Slab[e.offset+e.size : e.offset+e.size+e.textSize]
	}
	return c.Payload(e)
}

// NoteChunk returns a chunk with one entry of our own, for a reader that has something to add to its log.
func NoteChunk(at time.Time, kind Kind, text string) *Chunk {
	return &Chunk{
		Slab:    []byte(text),
		Entries: []Entry{{At: at.UnixNano(), size: uint32(len(text)), Label: NoLabel, Kind: kind}},
		notes:   1,
	}
}

// Append copies the entries of o behind those of c, which must not be shared.
func (c *Chunk) Append(o *Chunk) {
	shift := uint32(len(c.Slab))
	c.Slab = append(c.Slab, o.Slab...)
	c.notes += o.notes
	for _, e := range o.Entries {
		e.offset += shift
		c.Entries = append(c.Entries, e)
	}
}

// Bytes returns the memory that the chunk keeps alive.
func (c *Chunk) Bytes() int64 { return int64(cap(c.Slab)) + int64(cap(c.Entries))*entryBytes }
