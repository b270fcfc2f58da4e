// Package shrink decides when buffers that are used again for each message, and that a large one has grown, are released. It counts,
// and does nothing else.
package shrink

// Kept is the size in bytes of messages whose buffers are never released.
const Kept = 64 << 10

// messagesInARow is how many messages in a row must be much smaller than the buffers before these are released. Growing them
// again costs less than reading the large message that makes it necessary, and comes at most once in so many messages.
const messagesInARow = 16

// Size follows the sizes of messages. The zero Size is ready.
type Size struct {
	largest int // since the buffers were released
	small   int // messages in a row that were much smaller
}

// Shrinks notes a message of so many bytes, and reports whether the buffers have become much too large: the caller releases
// them. For messages that are not above Kept it costs two comparisons.
func (s *Size) Shrinks(bytes int) bool {
	if bytes > s.largest {
		s.largest, s.small = bytes, 0
		return false
	}
	if s.largest <= Kept {
		return false
	}
	if bytes > s.largest/4 {
		s.small = 0
		return false
	}
	if s.small++; s.small < messagesInARow {
		return false
	}
	*s = Size{}
	return true
}
