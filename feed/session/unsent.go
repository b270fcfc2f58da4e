package session

// MaxUnsent bounds what waits to be written to a server, in bytes of memory as Frame.Bytes counts: in the session until
// Orders is called, and as much again in the connection after that. A server that asks for answers and does not read them
// is left.
const MaxUnsent = 8 << 20

// NotRead is why such a server is left.
const NotRead = "the server does not read what we send: more than 8 MiB wait to be written"

// frameOverhead is what a frame takes beside its bytes: its place in Orders, 80 bytes, and its place in the queue of
// the connection, 32, each of them in a slice that may have grown to twice of what is in it.
const frameOverhead = 2 * (80 + 32)

// Bytes returns the memory that a frame takes while it waits to be written, in bytes.
func (f *Frame) Bytes() int {
	bytes := allocated(f.Payload) + frameOverhead
	if f.Redacted() {
		bytes += allocated(f.Shown)
	}
	for _, s := range f.Symbols {
		bytes += stringHeader + len(s)
	}
	return bytes
}

// stringHeader is what a text takes in a slice beside its bytes.
const stringHeader = 16

func allocated(b []byte) int {
	const allocation = 16 // what a small one is rounded up to
	return (cap(b) + allocation - 1) / allocation * allocation
}
