@NullMarked
package org.carerrecord.fhirserver.rest;

import org.jspecify.annotations.NullMarked;
