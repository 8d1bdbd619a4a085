@NullMarked
package org.carerrecord.fhirserver.validation;

import org.jspecify.annotations.NullMarked;
