package preset

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Close codes that a server can send (RFC 6455, section 7.4). 1005, 1006 and 1015 are never sent, but
// they are what a connection reports that ended without one.
const minCode, maxCode = 1000, 4999

// parseCodes reads a close code, or a range of them such as `4400-4403`.
func parseCodes(text string) (CodeRange, error) {
	first, last, isRange := strings.Cut(text, "-")
	if !isRange {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	switch {
	case err1 != nil || err2 != nil:
		return CodeRange{}, errors.New("this is no close code: write `4400`, or a range like `4400-4403`")
	case from < minCode || to > maxCode:
		return CodeRange{}, fmt.Errorf("close codes go from %d to %d", minCode, maxCode)
	case from > to:
		return CodeRange{}, fmt.Errorf("the range ends before it begins: write `%d-%d`", to, from)
	}
	return CodeRange{From: from, To: to}, nil
}
