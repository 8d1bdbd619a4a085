@NullMarked
package org.carerrecord.fhirserver.audit;

import org.jspecify.annotations.NullMarked;
