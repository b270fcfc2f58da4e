package feed

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gorilla/websocket"

	"sockeye/feed/session"
)

// lost says how a connection ended.
func lost(err error, maxFrame int64) session.End {
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure:
		reason := closedWith(closed.Code)
		if closed.Text != "" {
			reason += ` "` + closed.Text + `"`
		}
		return session.End{Code: closed.Code, Reason: reason}
	case errors.As(err, &closed), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return session.End{Reason: "the server hung up without a close frame"}
	case err.Error() == unknownBadGateway:
		return session.End{Code: badGateway, Reason: closedWith(badGateway)}
	case errors.Is(err, websocket.ErrReadLimit):
		return session.End{Reason: fmt.Sprintf("a message is larger than %d bytes (max_frame)", maxFrame)}
	}
	return session.End{Reason: err.Error()}
}

// A gateway's close code was registered after gorilla's list of them was made: to gorilla it is a broken frame, whose
// reason is lost.
const (
	badGateway        = 1014
	unknownBadGateway = "websocket: bad close code 1014"
)

// closedWith names a close code of the server.
func closedWith(code int) string {
	return strings.TrimSpace(fmt.Sprintf("closed by the server: %d %s", code, closeWords[code]))
}

// closeWords are the meanings of the close codes (RFC 6455, section 7.4.1, and the registry that it founds).
var closeWords = map[int]string{
	1000:       "normal closure",
	1001:       "going away",
	1002:       "protocol error",
	1003:       "unsupported data",
	1005:       "no code given",
	1007:       "invalid data",
	1008:       "policy violation",
	1009:       "message too big",
	1010:       "extension missing",
	1011:       "internal error",
	1012:       "service restart",
	1013:       "try again later",
	badGateway: "bad gateway",
}
