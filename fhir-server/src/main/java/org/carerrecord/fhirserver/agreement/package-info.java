@NullMarked
package org.carerrecord.fhirserver.agreement;

import org.jspecify.annotations.NullMarked;
