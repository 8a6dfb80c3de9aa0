package connectorservice

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
)

// Connector is a processor with the merchant's own credentials. It prints its id and nothing else.
type Connector struct {
	id string
	// JSON in ASCII, in a function: no way of printing follows it.
	credentials func() string
}

func newConnector(id string, credentials map[string]any) Connector {
	given := map[string]any{}
	for name, value := range credentials {
		switch value := value.(type) {
		case string:
			if value != "" {
				given[name] = value
			}
		case []string:
			if len(value) > 0 {
				given[name] = value
			}
		}
	}
	text := asciiJSON(given)
	return Connector{id: id, credentials: func() string { return text }}
}

// ID is the connector's, such as "stripe".
func (c Connector) ID() string { return c.id }

// String tells the id alone.
func (c Connector) String() string { return "Connector(" + c.id + ", ***)" }

// Format tells the id alone, whatever the verb.
func (c Connector) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(c.String())) }

// MarshalJSON tells the id alone.
func (c Connector) MarshalJSON() ([]byte, error) { return json.Marshal(c.String()) }

// asciiJSON is what a header can hold: other characters as \u00e9.
func asciiJSON(value any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	// Strings and lists of them can always be encoded.
	_ = encoder.Encode(value)
	var ascii strings.Builder
	for _, sign := range strings.TrimSuffix(text.String(), "\n") {
		if sign < 0x7f {
			ascii.WriteRune(sign)
			continue
		}
		for _, unit := range utf16.Encode([]rune{sign}) {
			fmt.Fprintf(&ascii, "\\u%04x", unit)
		}
	}
	return ascii.String()
}
