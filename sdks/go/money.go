package connectorservice

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
)

var decimalForm = regexp.MustCompile(`^(-?)(\d+)(?:\.(\d+))?$`)

// Money is an exact amount: Money("EUR", "10.00"), Money("JPY", "500"). An error tells what ISO 4217 does not have.
func Money(currency, amount string) (*paymentsv1.Money, error) {
	digits, known := currencyDigits[currency]
	if !known {
		return nil, fmt.Errorf("connectorservice: ISO 4217 has no currency %q", currency)
	}
	parts := decimalForm.FindStringSubmatch(amount)
	if parts == nil {
		return nil, fmt.Errorf("connectorservice: %q is no amount such as \"10.00\"", amount)
	}
	if len(parts[3]) > digits {
		return nil, fmt.Errorf("connectorservice: %s has %d digits behind the point", currency, digits)
	}
	units, ok := new(big.Int).SetString(parts[1]+parts[2]+parts[3]+strings.Repeat("0", digits-len(parts[3])), 10)
	if !ok || !units.IsInt64() {
		return nil, fmt.Errorf("connectorservice: the amount is too large")
	}
	return &paymentsv1.Money{Currency: currency, MinorUnits: units.Int64()}, nil
}

// MustMoney is Money for amounts that stand in the code; it panics where they are wrong.
func MustMoney(currency, amount string) *paymentsv1.Money {
	money, err := Money(currency, amount)
	if err != nil {
		panic(err)
	}
	return money
}

// Decimal is "10.00"; empty for a currency that ISO 4217 does not have.
func Decimal(money *paymentsv1.Money) string {
	digits, known := currencyDigits[money.GetCurrency()]
	if !known {
		return ""
	}
	units := big.NewInt(money.GetMinorUnits())
	sign := ""
	if units.Sign() < 0 {
		sign = "-"
		units.Neg(units)
	}
	text := units.String()
	if digits == 0 {
		return sign + text
	}
	if missing := digits + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}
